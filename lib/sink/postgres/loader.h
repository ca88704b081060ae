// Loads parts over several connections, each owned by one thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "sink/postgres/load.h"
#include "sink/postgres/load_batch.h"

namespace trunklift::postgres {

// Runs `attempt` again while what it throws may pass, with pauses that grow,
// for at most so long after the first failure. Says on standard error that it
// waits, and why.
void with_retries(std::chrono::seconds retry_for,
                  const std::function<void()>& attempt);

class Loader {
public:
  explicit Loader(LoaderOptions options);
  ~Loader();  // what has not begun is dropped

  std::size_t lanes() const { return lanes_.size(); }
  // Parts of one lane are loaded in order, by one connection. Waits while two
  // are waiting. Throws what stopped a lane.
  void submit(std::size_t lane, std::unique_ptr<LoadBatch> part, LoadMode mode);
  // Waits until all is committed. Throws what stopped a lane.
  void drain();
  // How many parts were submitted.
  std::uint64_t parts() const { return next_number_; }
  // The documents that were not taken since the last call. Complete once
  // drained.
  std::vector<Refusal> take_refusals();

private:
  struct Task {
    std::unique_ptr<LoadBatch> part;
    LoadMode mode;
  };
  struct Lane {
    std::deque<Task> tasks;
    bool busy = false;
    std::vector<Refusal> refusals;
    std::thread thread;
  };

  void work(Lane& lane);
  void rethrow();

  LoaderOptions options_;
  std::uint64_t next_number_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::exception_ptr failure_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace trunklift::postgres
