// Runs batches through the processors, in parallel, in order.
#pragma once

#include <functional>

#include "pipeline/processor.h"
#include "source/reader.h"

namespace trunklift {

// Reads serially, processes on `threads` threads, and hands the results to
// `consume` one at a time, in input order, whatever the number of threads. A
// fixed number of batches is in flight. `stop` is asked before each read; once
// it says true nothing more is read. What `consume` throws ends the run and is
// thrown on.
void run_pipeline(
    Reader& reader, const Plan& plan, unsigned threads,
    const std::function<void(const Batch&, const ProcessedBatch&)>& consume,
    const std::function<bool()>& stop);

}  // namespace trunklift
