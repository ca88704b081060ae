// Runs batches through the processors, in parallel, in order.
#include "pipeline/pipeline.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <memory>
#include <optional>
#include <utility>

namespace trunklift {
namespace {

// Enough that nobody waits for a batch, few enough that memory stays small.
constexpr std::size_t batches_a_thread = 2;

}  // namespace

void run_pipeline(Reader& reader, const Plan& plan, unsigned threads,
                  const std::function<void(ProcessedBatch&)>& consume,
                  const std::function<bool()>& stop) {
  using BatchPtr = std::shared_ptr<Batch>;  // filters need copyable tokens
  using ResultPtr = std::shared_ptr<ProcessedBatch>;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  threads);
  tbb::enumerable_thread_specific<std::unique_ptr<Processor>> processors;
  const auto read = [&](tbb::flow_control& control) -> BatchPtr {
    std::optional<Batch> batch;
    if (!stop()) batch = reader.next();
    if (!batch) {
      control.stop();
      return nullptr;
    }
    return std::make_shared<Batch>(std::move(*batch));
  };
  const auto process = [&](const BatchPtr& batch) -> ResultPtr {
    std::unique_ptr<Processor>& mine = processors.local();
    if (!mine) mine = std::make_unique<Processor>(plan);
    return std::make_shared<ProcessedBatch>(mine->process(std::move(*batch)));
  };
  const auto hand_over = [&](const ResultPtr& result) { consume(*result); };
  // The arena gives this call exactly `threads` threads, this one among them.
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_pipeline(
        threads * batches_a_thread + 1,
        tbb::make_filter<void, BatchPtr>(tbb::filter_mode::serial_in_order,
                                         read) &
            tbb::make_filter<BatchPtr, ResultPtr>(tbb::filter_mode::parallel,
                                                  process) &
            tbb::make_filter<ResultPtr, void>(tbb::filter_mode::serial_in_order,
                                              hand_over));
  });
}

}  // namespace trunklift
