// Runs batches through the processors, in parallel, in order.
#include "pipeline/pipeline.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace trunklift {
namespace {

// Enough that nobody waits for a batch, few enough that memory stays small.
constexpr std::size_t batches_a_thread = 2;

// What goes from one stage to the next. oneTBB orders the stages, but is not
// built with the thread sanitizer, which therefore cannot see it: the flag and
// the mutexes below say the same in words that it knows. They cost nothing at
// one use a batch.
template <typename T>
class Token {
public:
  explicit Token(T content) : content_(std::move(content)) {
    given_.store(true, std::memory_order_release);
  }
  T& take() {
    given_.load(std::memory_order_acquire);
    return content_;
  }

private:
  T content_;
  std::atomic<bool> given_ = false;
};

}  // namespace

void run_pipeline(Reader& reader, const Plan& plan, unsigned threads,
                  const std::function<void(ProcessedBatch&)>& consume,
                  const std::function<bool()>& stop) {
  // Filters need tokens that can be copied.
  using BatchPtr = std::shared_ptr<Token<Batch>>;
  using ResultPtr = std::shared_ptr<Token<ProcessedBatch>>;
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  threads);
  tbb::enumerable_thread_specific<std::unique_ptr<Processor>> processors;
  std::mutex reading, consuming;
  const auto read = [&](tbb::flow_control& control) -> BatchPtr {
    const std::lock_guard lock(reading);
    std::optional<Batch> batch;
    if (!stop()) batch = reader.next();
    if (!batch) {
      control.stop();
      return nullptr;
    }
    return std::make_shared<Token<Batch>>(std::move(*batch));
  };
  const auto process = [&](const BatchPtr& batch) -> ResultPtr {
    std::unique_ptr<Processor>& mine = processors.local();
    if (!mine) mine = std::make_unique<Processor>(plan);
    return std::make_shared<Token<ProcessedBatch>>(
        mine->process(std::move(batch->take())));
  };
  const auto hand_over = [&](const ResultPtr& result) {
    const std::lock_guard lock(consuming);
    consume(result->take());
  };
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
  const std::scoped_lock all_done(reading, consuming);
}

}  // namespace trunklift
