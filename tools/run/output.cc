// Standard output, with its errors.
#include "run/output.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio_ext.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

#include "base/error.h"
#include "base/interrupt.h"

namespace trunklift {
namespace {

// True for a pipe or socket whose other end is closed.
bool reader_is_gone() {
  pollfd descriptor{STDOUT_FILENO, 0, 0};
  return poll(&descriptor, 1, 0) == 1 && (descriptor.revents & POLLERR) != 0;
}

[[noreturn]] void fail(int reason) {
  // A stream remembers that it failed, but not why.
  if (reason == EPIPE || (reason == 0 && reader_is_gone())) throw BrokenPipe();
  throw Error(Exit::target, "write", "standard output",
              reason == 0 ? "a write failed" : std::strerror(reason));
}

}  // namespace

void write_output(std::string_view text) {
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) {
    fail(errno);
  }
}

void finish_output() {
  errno = 0;
  const bool failed_before = std::ferror(stdout) != 0 || !std::cout;
  if (failed_before) fail(0);
  if (std::fflush(stdout) != 0 || !std::cout.flush()) fail(errno);
}

void abandon_output() {
  ::__fpurge(stdout);
  std::clearerr(stdout);
}

void reserve_standard_streams() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (fcntl(descriptor, F_GETFD) != -1 || errno != EBADF) continue;
    // Read-only: writing to a closed standard output stays an error.
    if (open("/dev/null", O_RDONLY) != descriptor) return;
  }
}

}  // namespace trunklift
