// Runs pieces of work through workers, in parallel, in order.
#include "pipeline/pipeline.h"

#include <tbb/global_control.h>
#include <tbb/task_arena.h>
#include <tbb/task_group.h>

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace trunklift::pipeline {
namespace {

// Enough that nobody waits for a batch, few enough that memory stays small.
constexpr std::size_t batches_a_thread = 2;

// Of the batches in flight, unless one alone has more.
constexpr std::size_t bytes_a_slot = std::size_t{1} << 20;

// As the main thread has it, so that Parser::most_depth holds for all threads;
// pages that are not touched cost nothing. oneTBB's own are half of it.
constexpr std::size_t worker_stack = std::size_t{8} << 20;

// An item, a batch mostly, on its way; used again after its end.
struct Slot {
  std::size_t number = 0;   // of the slot
  std::uint64_t place = 0;  // of the batch, in input order
  std::size_t bytes = 0;    // of the batch
};

// Thrown where a worker waits for its turn, and another one failed.
struct Abandoned {};

// One loop a thread: read, work, take over. Reading is done by one thread at a
// time. The batch whose turn it is is either with a thread that works on it,
// and waits for nobody, or it is taken at once by the thread that ended the
// turn before it. So none of the waits below lasts forever.
class Line {
public:
  Line(const Stages& stages, unsigned threads)
      : stages_(stages),
        most_bytes_(slots_of(threads) * bytes_a_slot),
        slots_(slots_of(threads)) {
    for (Slot& slot : slots_) {
      slot.number = free_.size();
      free_.push_back(&slot);
    }
  }

  // What a thread does until all is done. Throws nothing: see `rethrow`.
  void go() {
    try {
      Stages::Work work;
      while (Slot* slot = read()) {
        if (!work) work = stages_.make_work();
        TurnOf turn(*this, *slot);
        work(slot->number, turn);
        finish(*slot);
      }
    } catch (const Abandoned&) {
    } catch (...) {
      fail(std::current_exception());
    }
  }

  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

private:
  class TurnOf : public Turn {
  public:
    TurnOf(Line& line, const Slot& slot) : line_(line), slot_(slot) {}
    void await() override {
      std::unique_lock lock(line_.mutex_);
      line_.changed_.wait(
          lock, [&] { return line_.failed_ || line_.turn_ == slot_.place; });
      if (line_.failed_) throw Abandoned();
    }
    void hand_over() override {
      await();
      line_.stages_.consume(slot_.number, false);
    }

  private:
    Line& line_;
    const Slot& slot_;
  };

  void fail(std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (!failed_) failure_ = std::move(failure);
    failed_ = true;
    changed_.notify_all();
  }

  Slot* free_slot() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] {
      return failed_ ||
             (!free_.empty() && (bytes_ < most_bytes_ || bytes_ == 0));
    });
    if (failed_) return nullptr;
    Slot* slot = free_.back();
    free_.pop_back();
    return slot;
  }

  // The next batch, or nullptr at the end.
  Slot* read() {
    const std::lock_guard reading(reading_);
    if (at_end_) return nullptr;
    Slot* slot = free_slot();
    if (!slot) return nullptr;
    std::optional<std::size_t> bytes;
    if (!stages_.stop()) bytes = stages_.read(slot->number);
    if (!bytes) {
      at_end_ = true;
      return nullptr;
    }
    slot->bytes = *bytes;
    slot->place = read_++;
    const std::lock_guard lock(mutex_);
    bytes_ += slot->bytes;
    return slot;
  }

  // The batch is through: taken if it is its turn, and with it those behind it
  // that only wait for that.
  void finish(Slot& done) {
    std::unique_lock lock(mutex_);
    if (failed_) return;
    if (done.place != turn_) {
      waiting_.emplace(done.place, &done);
      return;
    }
    for (Slot* slot = &done; slot;) {
      lock.unlock();
      stages_.consume(slot->number, true);
      stages_.release(slot->number);  // its buffer can be used again
      lock.lock();
      bytes_ -= slot->bytes;
      free_.push_back(slot);
      ++turn_;
      changed_.notify_all();
      const auto next = waiting_.find(turn_);
      slot = next == waiting_.end() ? nullptr : next->second;
      if (slot) waiting_.erase(next);
    }
  }

  const Stages& stages_;
  const std::size_t most_bytes_;
  std::vector<Slot> slots_;

  std::mutex reading_;  // locked before `mutex_`
  bool at_end_ = false;
  std::uint64_t read_ = 0;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t turn_ = 0;                  // place of the batch that has it
  std::map<std::uint64_t, Slot*> waiting_;  // for it, by place
  std::vector<Slot*> free_;
  std::size_t bytes_ = 0;  // of the batches in flight
  bool failed_ = false;
  std::exception_ptr failure_;
};

// oneTBB is not built with the thread sanitizer, which therefore cannot see
// that work goes from one thread to another. This mutex says so in words that
// it knows. It is no member of anything that goes with a run.
std::mutex handed_over;

void hand_over_work() { const std::lock_guard lock(handed_over); }

}  // namespace

std::size_t slots_of(unsigned threads) {
  return threads * batches_a_thread + 1;
}

void run(const Stages& stages, unsigned threads) {
  const tbb::global_control stack(tbb::global_control::thread_stack_size,
                                  worker_stack);
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  threads);
  Line line(stages, threads);
  // The arena gives this call at most `threads` threads, this one among them.
  // One that comes late, or never, is not missed.
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::task_group group;
    hand_over_work();
    for (unsigned i = 1; i < threads; ++i) {
      group.run([&] {
        hand_over_work();
        line.go();
        hand_over_work();
      });
    }
    line.go();
    group.wait();
    hand_over_work();
  });
  line.rethrow();
}

}  // namespace trunklift::pipeline
