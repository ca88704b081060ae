// What check and migrate share: reading, processing, reporting, the end.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "command.h"
#include "sink/sink.h"

namespace trunklift {

// Runs the documents of `settings.inputs` through the pipeline and returns the
// exit code. `open_sink`, if there is one, is called once all else is ready.
using OpenSink = std::function<std::unique_ptr<Sink>(const RunInfo&)>;
int process_inputs(const Settings& settings, const OpenSink& open_sink);

}  // namespace trunklift
