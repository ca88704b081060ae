// Runs that write nothing to their target, but tell what they would.
#include "run/planning.h"

#include <chrono>
#include <utility>

#include "base/error.h"
#include "sink/sink.h"

namespace trunklift {

std::unique_ptr<Sink> open_target(const Settings& settings, const RunInfo& run,
                                  PlannedRun* planned,
                                  std::optional<std::string> after_run) {
  return find_sink_kind(settings.to.scheme)
      ->open({.place = settings.to.place,
              .run = run,
              .prune = settings.prune,
              .may_take_back =
                  settings.max_rejects && !settings.keep_on_max_rejects,
              .planned = planned,
              .after_run = std::move(after_run),
              .schema = settings.target_schema,
              .connections = settings.connections,
              .retry_for = std::chrono::seconds(settings.retry_for),
              .memory = settings.memory});
}

RunOutcome plan_inputs(const Settings& settings, PlannedRun& planned,
                       const std::function<void(const RunSource&)>& all_read) {
  return process(settings, {.open_sink =
                                [&](const RunInfo& run) {
                                  return open_target(settings, run, &planned);
                                },
                            .all_read = all_read,
                            .dry = true});
}

void refuse_prune_of_parts(const Settings& settings) {
  if (!settings.prune || settings.complete != Complete::none) return;
  throw Error(Exit::usage, "run", settings.command,
              "--prune is for inputs that are complete",
              "leave out --complete none");
}

}  // namespace trunklift
