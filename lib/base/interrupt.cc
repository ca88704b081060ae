// Ctrl-C, termination and readers that went away, as data for long work.
#include "base/interrupt.h"

#include <atomic>
#include <csignal>

namespace trunklift {
namespace {

constexpr int watched[] = {SIGINT, SIGTERM};

std::atomic<int> caught{0};
static_assert(std::atomic<int>::is_always_lock_free, "set by a handler");

extern "C" void remember_signal(int signal_number) {
  caught.store(signal_number, std::memory_order_relaxed);
  for (const int one : watched) std::signal(one, SIG_DFL);
}

}  // namespace

int interrupted() noexcept { return caught.load(std::memory_order_relaxed); }

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
