// Runs that write nothing to their target, but tell what they would.
#pragma once

#include <functional>

#include "command.h"
#include "run/process.h"
#include "sink/planned.h"

namespace trunklift {

// Runs the inputs; `planned.each` is called at the end. `all_read` comes before
// that.
RunOutcome plan_inputs(const Settings& settings, PlannedRun& planned,
                       const std::function<void(const RunSource&)>& all_read);

// The sink of a run that migrates as `settings` say.
std::unique_ptr<Sink> open_target(const Settings& settings, const RunInfo& run,
                                  PlannedRun* planned = nullptr,
                                  std::optional<std::string> after_run = {});

// Throws Error(usage) where what is to be pruned cannot be known.
void refuse_prune_of_parts(const Settings& settings);

}  // namespace trunklift
