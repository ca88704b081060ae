// trunklift migrate: converts documents and writes modern records.
#include "command.h"
#include "scan.h"
#include "sink/sink.h"

namespace trunklift {

int run_migrate(const Settings& settings) {
  return scan(settings, [&](const RunInfo& run) {
    return find_sink_kind(settings.to.scheme)->open(settings.to.place, run);
  });
}

}  // namespace trunklift
