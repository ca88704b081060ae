// trunklift migrate: converts documents and writes modern records.
#include <chrono>

#include "base/error.h"
#include "command.h"
#include "process.h"
#include "sink/sink.h"

namespace trunklift {

int run_migrate(const Settings& settings) {
  if (settings.prune && settings.complete == Complete::none) {
    throw Error(Exit::usage, "run", "migrate",
                "--prune is for inputs that are complete",
                "leave out --complete none");
  }
  return process_inputs(settings, [&](const RunInfo& run) {
    return find_sink_kind(settings.to.scheme)
        ->open({.place = settings.to.place,
                .run = run,
                .prune = settings.prune,
                .schema = settings.target_schema,
                .connections = settings.connections,
                .retry_for = std::chrono::seconds(settings.retry_for),
                .memory = settings.memory});
  });
}

}  // namespace trunklift
