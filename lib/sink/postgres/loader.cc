// Each lane has a queue, and a thread that takes parts from it.
#include "sink/postgres/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "base/interrupt.h"
#include "sink/postgres/connection.h"
#include "sink/postgres/load.h"

namespace trunklift::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t most_waiting = 2;  // parts in a lane
constexpr std::chrono::milliseconds first_pause{100};
constexpr std::chrono::milliseconds longest_pause{5000};
constexpr std::chrono::milliseconds shortest_wait{50};
// Who does not want to wait for a server that is away may still have a slow
// one.
constexpr std::chrono::seconds first_patience{5};

}  // namespace

void with_retries(std::chrono::seconds retry_for,
                  const std::function<void()>& attempt) {
  std::chrono::milliseconds pause = first_pause;
  Clock::time_point give_up;
  for (bool first = true;; first = false) {
    const auto left = first ? std::max(retry_for, first_patience)
                            : std::chrono::duration_cast<std::chrono::seconds>(
                                  give_up - Clock::now());
    try {
      const ConnectLimit limit(left);
      return attempt();
    } catch (const ServerError& error) {
      using Kind = ServerError::Kind;
      if (error.kind() != Kind::gone && error.kind() != Kind::again) throw;
      if (first) give_up = Clock::now() + retry_for;
      if (interrupted() != 0) throw interruption("PostgreSQL");
      if (Clock::now() + pause > give_up) throw;
      std::fputs(
          fmt::format("trunklift: {}; trying again\n", error.what()).c_str(),
          stderr);
    }
    const auto next = Clock::now() + pause;
    while (Clock::now() < next) {
      std::this_thread::sleep_for(shortest_wait);
      if (interrupted() != 0) throw interruption("PostgreSQL");
    }
    pause = std::min(pause * 2, longest_pause);
  }
}

Loader::Loader(LoaderOptions options) : options_(std::move(options)) {
  for (unsigned i = 0; i < std::max(options_.connections, 1U); ++i) {
    lanes_.push_back(std::make_unique<Lane>());
  }
  for (const auto& lane : lanes_) {
    lane->thread = std::thread([this, &lane = *lane] { work(lane); });
  }
}

Loader::~Loader() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (const auto& lane : lanes_) lane->thread.join();
}

void Loader::rethrow() {
  if (failure_) std::rethrow_exception(failure_);
}

void Loader::submit(std::size_t lane_number, std::unique_ptr<LoadBatch> part,
                    LoadMode mode) {
  Lane& lane = *lanes_[lane_number];
  std::unique_lock lock(mutex_);
  changed_.wait(lock,
                [&] { return failure_ || lane.tasks.size() < most_waiting; });
  rethrow();
  part->number = next_number_++;
  lane.tasks.push_back({std::move(part), mode});
  changed_.notify_all();
}

void Loader::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] {
    return failure_ ||
           std::all_of(lanes_.begin(), lanes_.end(), [](const auto& lane) {
             return lane->tasks.empty() && !lane->busy;
           });
  });
  rethrow();
}

std::vector<Refusal> Loader::take_refusals() {
  std::vector<Refusal> out;
  const std::lock_guard lock(mutex_);
  for (const auto& lane : lanes_) {
    std::move(lane->refusals.begin(), lane->refusals.end(),
              std::back_inserter(out));
    lane->refusals.clear();
  }
  return out;
}

void Loader::work(Lane& lane) {
  std::unique_ptr<Connection> connection;
  while (true) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(
          lock, [&] { return stopping_ || failure_ || !lane.tasks.empty(); });
      if (stopping_ || failure_) return;
      task = std::move(lane.tasks.front());
      lane.tasks.pop_front();
      lane.busy = true;
    }
    changed_.notify_all();
    std::vector<Refusal> refused;
    std::exception_ptr failure;
    try {
      with_retries(options_.retry_for, [&] {
        if (!connection || !connection->is_alive()) {
          connection = std::make_unique<Connection>(options_.at);
        }
        try {
          load_part(*connection, options_, *task.part, task.mode, refused);
        } catch (const ServerError&) {
          connection.reset();  // whatever state it is in
          throw;
        }
      });
    } catch (...) {
      failure = std::current_exception();
    }
    {
      const std::lock_guard lock(mutex_);
      lane.busy = false;
      std::move(refused.begin(), refused.end(),
                std::back_inserter(lane.refusals));
      if (failure && !failure_) failure_ = failure;
    }
    changed_.notify_all();
  }
}

}  // namespace trunklift::postgres
