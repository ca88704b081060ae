// Runs batches through workers, in parallel, in order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "source/reader.h"

namespace trunklift {

namespace pipeline {

// The pipeline without the types of its results, which are in slots that are
// used again and again: what becomes of a batch goes to the slot whose number
// comes with it.
using Work = std::function<void(Batch&, std::size_t slot)>;
std::size_t slots_of(unsigned threads);
void run(Reader& reader, unsigned threads,
         const std::function<Work()>& make_work,  // for a thread
         const std::function<void(const Batch&, std::size_t slot)>& consume,
         const std::function<bool()>& stop);

}  // namespace pipeline

// Reads serially, works on `threads` threads, and hands the results to
// `consume` (const Batch&, const Result&) one at a time, in input order,
// whatever the number of threads. Each thread has a worker, a unique_ptr that
// `make_worker` made; it has process(Batch&, Result&), and finds in the result
// what another batch left there. A fixed number of batches is in flight. `stop`
// is asked before each read; once it says true nothing more is read. What
// `consume` throws ends the run and is thrown on.
template <class Result, class MakeWorker, class Consume>
void run_pipeline(Reader& reader, unsigned threads,
                  const MakeWorker& make_worker, const Consume& consume,
                  const std::function<bool()>& stop) {
  std::vector<Result> results(pipeline::slots_of(threads));
  pipeline::run(
      reader, threads,
      [&]() -> pipeline::Work {
        // Shared, because what a std::function holds can be copied.
        return [&results, worker = std::shared_ptr(make_worker())](
                   Batch& batch, std::size_t slot) {
          worker->process(batch, results[slot]);
        };
      },
      [&](const Batch& batch, std::size_t slot) {
        consume(batch, results[slot]);
      },
      stop);
}

}  // namespace trunklift
