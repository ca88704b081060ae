// Calls that may not come back, made where nobody has to wait for them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace trunklift {

// What `work` returns or throws, done by a thread of its own; nothing once
// `give_up` says so, which is asked several times a second. The thread then
// stays until `work` comes to its end, whose result nobody gets. So `work` must
// not refer to anything that goes before that.
template <typename Result>
std::optional<Result> run_aside(std::function<Result()> work,
                                const std::function<bool()>& give_up) {
  struct State {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::optional<Result> result;
    std::exception_ptr failure;
  };
  // Both threads own it: either may be the last.
  const auto state = std::make_shared<State>();
  std::thread([state, work = std::move(work)] {
    std::optional<Result> result;
    std::exception_ptr failure;
    try {
      result.emplace(work());
    } catch (...) {
      failure = std::current_exception();
    }
    {
      const std::lock_guard lock(state->mutex);
      state->result = std::move(result);
      state->failure = failure;
      state->done = true;
    }
    state->changed.notify_one();
  }).detach();
  constexpr std::chrono::milliseconds step{50};
  std::unique_lock lock(state->mutex);
  while (!state->changed.wait_for(lock, step, [&] { return state->done; })) {
    if (give_up()) return {};
  }
  if (state->failure) std::rethrow_exception(state->failure);
  return std::move(state->result);
}

}  // namespace trunklift
