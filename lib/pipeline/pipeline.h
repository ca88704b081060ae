// Runs pieces of work through workers, in parallel, in order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "pipeline/turn.h"
#include "source/batch.h"

namespace trunklift {

namespace pipeline {

// The pipeline without the types of what goes through it: items and results
// are in slots that are used again and again.
struct Stages {
  // Puts the next item into a slot. Its bytes, or nothing at the end.
  std::function<std::optional<std::size_t>(std::size_t slot)> read;
  // Does the work of a slot; one a thread.
  using Work = std::function<void(std::size_t slot, Turn& turn)>;
  std::function<Work()> make_work;
  // `last`: of the item; otherwise what is done is a part of it.
  std::function<void(std::size_t slot, bool last)> consume;
  std::function<void(std::size_t slot)> release;  // the item is done with
  std::function<bool()> stop;
};
std::size_t slots_of(unsigned threads);
void run(const Stages& stages, unsigned threads);

}  // namespace pipeline

inline std::size_t bytes_in_flight(const Batch& batch) {
  return batch.bytes.size;
}

// Reads serially, works on `threads` threads, and hands the results to
// `consume` (const Item&, const Result&, bool last) one at a time, in the
// order of reading, whatever the number of threads. `next` returns the next
// item, a Batch mostly, or nothing at the end; bytes_in_flight tells its size.
// Each thread has a worker, a unique_ptr that `make_worker` made; it has
// process(Item&, Result&, Turn*), and finds in the result what another item
// left there. A result that grows large may be handed over in parts; only with
// the last of them the item is done. A fixed number of items is in flight,
// and of bytes unless one item has more. `stop` is asked before each read;
// once it says true nothing more is read. What `consume` throws ends the run
// and is thrown on.
template <class Result, class Next, class MakeWorker, class Consume>
void run_pipeline(const Next& next, unsigned threads,
                  const MakeWorker& make_worker, const Consume& consume,
                  const std::function<bool()>& stop) {
  using Item = typename std::invoke_result_t<Next>::value_type;
  std::vector<Item> items(pipeline::slots_of(threads));
  std::vector<Result> results(items.size());
  pipeline::Stages stages;
  stages.read = [&](std::size_t slot) -> std::optional<std::size_t> {
    std::optional<Item> item = next();
    if (!item) return {};
    items[slot] = std::move(*item);
    return bytes_in_flight(items[slot]);
  };
  stages.make_work = [&]() -> pipeline::Stages::Work {
    // Shared, because what a std::function holds can be copied.
    return [&, worker = std::shared_ptr(make_worker())](std::size_t slot,
                                                        Turn& turn) {
      worker->process(items[slot], results[slot], &turn);
    };
  };
  stages.consume = [&](std::size_t slot, bool last) {
    consume(std::as_const(items[slot]), std::as_const(results[slot]), last);
  };
  stages.release = [&](std::size_t slot) { items[slot] = {}; };
  stages.stop = stop;
  pipeline::run(stages, threads);
}

}  // namespace trunklift
