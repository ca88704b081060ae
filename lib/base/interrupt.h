// Ctrl-C, termination and readers that went away, as data for long work.
#pragma once

#include <exception>

#include "base/error.h"

namespace trunklift {

// 0, or the signal that asked the process to stop: SIGINT (2), SIGTERM (15).
// Cheap enough to ask between batches; any thread may.
int interrupted() noexcept;

// Whether so long has passed since then that whatever still goes on has to be
// given up: a process ends two seconds after it was asked to.
bool must_stop() noexcept;

// What a command returns that stopped because of `interrupted()`.
Exit interrupted_exit() noexcept;

// From now on the first SIGINT or SIGTERM sets the flag (blocking system calls
// return EINTR) and the second kills at once; SIGPIPE is ignored, so that a
// failing write is seen where it is made. A signal that the parent had ignored
// (nohup) stays ignored.
void watch_signals() noexcept;

// Thrown by whoever writes to standard output and gets EPIPE. The reader had
// enough: no error, main ends quietly.
struct BrokenPipe : std::exception {
  const char* what() const noexcept override {
    return "the reader of standard output is gone";
  }
};

}  // namespace trunklift
