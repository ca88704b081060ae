// Runs batches through workers, in parallel, in order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "pipeline/turn.h"
#include "source/batch.h"

namespace trunklift {

namespace pipeline {

// The pipeline without the types of its results, which are in slots that are
// used again and again: what becomes of a batch goes to the slot whose number
// comes with it.
using Work = std::function<void(Batch&, std::size_t slot, Turn& turn)>;
std::size_t slots_of(unsigned threads);
// The next batch, or nothing at the end.
using Next = std::function<std::optional<Batch>()>;
// `last`: of the batch; otherwise it is a part of it.
using Consume = std::function<void(const Batch&, std::size_t slot, bool last)>;
void run(const Next& next, unsigned threads,
         const std::function<Work()>& make_work,  // for a thread
         const Consume& consume, const std::function<bool()>& stop);

}  // namespace pipeline

// Reads serially, works on `threads` threads, and hands the results to
// `consume` (const Batch&, const Result&, bool last) one at a time, in input
// order, whatever the number of threads. Each thread has a worker, a unique_ptr
// that `make_worker` made; it has process(Batch&, Result&, Turn*), and finds in
// the result what another batch left there. A result that grows large may be
// handed over in parts; only with the last of them the batch is done. A fixed
// number of batches is in flight, and of bytes unless one batch has more.
// `stop` is asked before each read; once it says true nothing more is read.
// What `consume` throws ends the run and is thrown on.
template <class Result, class MakeWorker, class Consume>
void run_pipeline(const pipeline::Next& next, unsigned threads,
                  const MakeWorker& make_worker, const Consume& consume,
                  const std::function<bool()>& stop) {
  std::vector<Result> results(pipeline::slots_of(threads));
  pipeline::run(
      next, threads,
      [&]() -> pipeline::Work {
        // Shared, because what a std::function holds can be copied.
        return [&results, worker = std::shared_ptr(make_worker())](
                   Batch& batch, std::size_t slot, Turn& turn) {
          worker->process(batch, results[slot], &turn);
        };
      },
      [&](const Batch& batch, std::size_t slot, bool last) {
        consume(batch, results[slot], last);
      },
      stop);
}

}  // namespace trunklift
