// Runs batches through workers, in parallel, in order.
#include "pipeline/pipeline.h"

#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace trunklift::pipeline {
namespace {

// Enough that nobody waits for a batch, few enough that memory stays small.
constexpr std::size_t batches_a_thread = 2;

// As the main thread has it, so that Parser::most_depth holds for all threads;
// pages that are not touched cost nothing. oneTBB's own are half of it.
constexpr std::size_t worker_stack = std::size_t{8} << 20;

// What goes from one stage to the next, and is used again after the last.
// oneTBB orders the stages, but is not built with the thread sanitizer, which
// therefore cannot see it: the mutexes say the same in words that it knows.
// They cost nothing at one use a batch.
struct Slot {
  std::mutex mutex;
  std::size_t number = 0;
  Batch batch;
};

// Locked once when all is set up, and at the start of each stage: what was set
// up is there for the threads of an earlier pipeline, too.
std::mutex set_up;
void wait_for_set_up() { const std::lock_guard lock(set_up); }

class Slots {
public:
  explicit Slots(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      free_.push_back(all_.emplace_back(std::make_unique<Slot>()).get());
      free_.back()->number = i;
    }
  }
  // Whoever used a slot last is done with it.
  ~Slots() {
    for (const auto& slot : all_) const std::lock_guard lock(slot->mutex);
    const std::lock_guard lock(mutex_);
  }
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  Slot& take() {
    const std::lock_guard lock(mutex_);
    Slot* slot = free_.back();
    free_.pop_back();
    return *slot;
  }
  void give_back(Slot& slot) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&slot);
  }

private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Slot>> all_;
  std::vector<Slot*> free_;  // as many as batches may still be started
};

}  // namespace

std::size_t slots_of(unsigned threads) {
  return threads * batches_a_thread + 1;
}

void run(Reader& reader, unsigned threads,
         const std::function<Work()>& make_work,
         const std::function<void(const Batch&, std::size_t slot)>& consume,
         const std::function<bool()>& stop) {
  const tbb::global_control stack(tbb::global_control::thread_stack_size,
                                  worker_stack);
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  threads);
  tbb::enumerable_thread_specific<Work> works;
  const std::size_t in_flight = slots_of(threads);
  Slots slots(in_flight);
  std::mutex reading, consuming;
  const auto read = [&](tbb::flow_control& control) -> Slot* {
    wait_for_set_up();
    const std::lock_guard lock(reading);
    Slot& slot = slots.take();
    const std::lock_guard slot_lock(slot.mutex);
    slot.batch = {};  // its buffer can be used again
    std::optional<Batch> batch;
    if (!stop()) batch = reader.next();
    if (!batch) {
      slots.give_back(slot);
      control.stop();
      return nullptr;
    }
    slot.batch = std::move(*batch);
    return &slot;
  };
  const auto process = [&](Slot* slot) -> Slot* {
    wait_for_set_up();
    const std::lock_guard lock(slot->mutex);
    Work& mine = works.local();
    if (!mine) mine = make_work();
    mine(slot->batch, slot->number);
    return slot;
  };
  const auto hand_over = [&](Slot* slot) {
    wait_for_set_up();
    const std::lock_guard lock(consuming);
    {
      const std::lock_guard slot_lock(slot->mutex);
      consume(slot->batch, slot->number);
    }
    slots.give_back(*slot);
  };
  wait_for_set_up();
  // The arena gives this call exactly `threads` threads, this one among them.
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::parallel_pipeline(
        in_flight,
        tbb::make_filter<void, Slot*>(tbb::filter_mode::serial_in_order, read) &
            tbb::make_filter<Slot*, Slot*>(tbb::filter_mode::parallel,
                                           process) &
            tbb::make_filter<Slot*, void>(tbb::filter_mode::serial_in_order,
                                          hand_over));
  });
  const std::scoped_lock all_done(reading, consuming);
}

}  // namespace trunklift::pipeline
