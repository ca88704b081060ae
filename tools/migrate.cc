// trunklift migrate: converts documents and writes modern records.
#include "command.h"
#include "process.h"
#include "sink/sink.h"

namespace trunklift {

int run_migrate(const Settings& settings) {
  return process_inputs(settings, [&](const RunInfo& run) {
    return find_sink_kind(settings.to.scheme)->open(settings.to.place, run);
  });
}

}  // namespace trunklift
