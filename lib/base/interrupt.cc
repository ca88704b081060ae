// Signal handlers that note a signal and its time, and nothing else.
#include "base/interrupt.h"

#include <time.h>

#include <atomic>
#include <csignal>
#include <cstdint>

namespace trunklift {
namespace {

constexpr int watched[] = {SIGINT, SIGTERM};

// A part of the two seconds is needed to give up.
constexpr std::int64_t grace = 1000;  // milliseconds

std::atomic<int> caught{0};
std::atomic<std::int64_t> caught_at{0};
static_assert(std::atomic<int>::is_always_lock_free &&
                  std::atomic<std::int64_t>::is_always_lock_free,
              "set by a handler");

// Reads a clock that nobody sets.
std::int64_t milliseconds() noexcept {
  timespec now = {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1000} + now.tv_nsec / 1'000'000;
}

extern "C" void remember_signal(int signal_number) {
  caught_at.store(milliseconds(), std::memory_order_relaxed);
  caught.store(signal_number, std::memory_order_relaxed);
  for (const int one : watched) std::signal(one, SIG_DFL);
}

}  // namespace

int interrupted() noexcept { return caught.load(std::memory_order_relaxed); }

bool must_stop() noexcept {
  return interrupted() != 0 &&
         milliseconds() - caught_at.load(std::memory_order_relaxed) >= grace;
}

Exit interrupted_exit() noexcept {
  return interrupted() == SIGTERM ? Exit::terminated : Exit::interrupted;
}

void watch_signals() noexcept {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int one : watched) {
    struct sigaction action = {};
    sigaction(one, nullptr, &action);
    if (action.sa_handler == SIG_IGN) continue;
    action = {};
    action.sa_handler = remember_signal;
    sigaction(one, &action, nullptr);
  }
}

}  // namespace trunklift
