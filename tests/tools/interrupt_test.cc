// Signals become a flag; the second one kills.
#include "base/interrupt.h"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

namespace trunklift {
namespace {

// The wait status of a child that runs `body`.
template <class Body>
int status_of(Body body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return status;
}

// The exit code of a child that gets `number` once: which flag, which code.
int after_signal(int number) {
  const int status = status_of([number] {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    watch_signals();
    if (interrupted() != 0) return 1;
    std::raise(number);
    return interrupted() == number ? static_cast<int>(interrupted_exit()) : 2;
  });
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("the first signal sets the flag") {
  CHECK(after_signal(SIGINT) == 130);
  CHECK(after_signal(SIGTERM) == 143);
}

TEST_CASE("the second signal kills, whichever it is") {
  const int status = status_of([] {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    watch_signals();
    std::raise(SIGINT);
    std::raise(SIGTERM);
    return 0;
  });
  CHECK(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGTERM);
}

TEST_CASE("what the parent ignores stays ignored, and so does SIGPIPE") {
  const int status = status_of([] {
    std::signal(SIGINT, SIG_IGN);
    watch_signals();
    std::raise(SIGINT);
    std::raise(SIGINT);
    std::raise(SIGPIPE);
    return interrupted();
  });
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

}  // namespace trunklift
