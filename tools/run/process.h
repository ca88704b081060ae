// What check and migrate share: reading, processing, reporting, the end.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "command.h"
#include "sink/sink.h"

namespace trunklift {

// What was read, and with what it was checked: hashes.
struct RunSource {
  std::string hash;   // of the documents, whatever their order
  std::string rules;  // see CompiledPlan
};

struct RunOutcome {
  Exit exit;
  bool interrupted;
};

using OpenSink = std::function<std::unique_ptr<Sink>(const RunInfo&)>;
struct RunHooks {
  OpenSink open_sink = {};  // called once all else is ready
  // Called before the target has the last word, unless the run is interrupted.
  std::function<void(const RunSource&)> all_read = {};
  bool dry = false;  // the target is not written to
};

// Runs the documents of `settings.inputs` through the pipeline.
RunOutcome process(const Settings& settings, const RunHooks& hooks);

// The same; returns the exit code.
int process_inputs(const Settings& settings, const OpenSink& open_sink);

}  // namespace trunklift
