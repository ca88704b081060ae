// The progress bar, on a pipe and on a pseudo-terminal.
#include "run/progress.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <string>
#include <thread>

#include "run/style.h"

namespace trunklift {
namespace {

// A descriptor to write to, and what was written.
class Sink {
public:
  explicit Sink(bool terminal) {
    if (terminal) {
      read_ = ::posix_openpt(O_RDWR | O_NOCTTY);
      REQUIRE(read_ >= 0);
      REQUIRE(::grantpt(read_) == 0);
      REQUIRE(::unlockpt(read_) == 0);
      write_ = ::open(::ptsname(read_), O_RDWR | O_NOCTTY);
    } else {
      int ends[2];
      REQUIRE(::pipe(ends) == 0);
      read_ = ends[0];
      write_ = ends[1];
    }
    ::fcntl(read_, F_SETFL, O_NONBLOCK);
  }
  ~Sink() {
    ::close(read_);
    ::close(write_);
  }
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  int descriptor() const { return write_; }

  std::string written() const {
    std::string out;
    char buffer[4096];
    for (;;) {
      const auto size = ::read(read_, buffer, sizeof buffer);
      if (size <= 0) return out;
      out.append(buffer, static_cast<std::size_t>(size));
    }
  }

private:
  int read_ = -1;
  int write_ = -1;
};

void work(Progress& progress) {
  for (unsigned i = 1; i <= 30; ++i) {
    progress.update(i * 1000000, i * 100);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos;) {
    ++n;
    at += part.size();
  }
  return n;
}

}  // namespace

TEST_CASE("a progress line") {
  CHECK(progress_line({2'900'000'000, 1'218'000'000, 1'234'567, 4.0}) ==
        " 42%  1.2 GB of 2.9 GB  304 MB/s  1,234,567 documents  308,641/s  "
        "0:06 left");
  CHECK(progress_line({0, 12'000, 10, 75}) ==
        "12 kB  0 MB/s  10 documents  0/s  1:15");
  CHECK(progress_line({1'000'000'000'000, 1'000'000'000, 5, 36.75}) ==
        "  0%  1.0 GB of 1.0 TB  27 MB/s  5 documents  0/s  10:11:53 left");
}

TEST_CASE("a progress line of extremes") {
  CHECK(progress_line({100, 0, 0, 0}) ==
        "  0%  0 B of 100 B  0 MB/s  0 documents  0/s");
  // The file grew.
  CHECK(progress_line({100, 200, 1, 1}).substr(0, 5) == "100% ");
  CHECK(progress_line({0, 999'600, 0, 1}).substr(0, 6) == "1.0 MB");
}

TEST_CASE("on a terminal the bar is drawn in place and erased") {
  ::setenv("TERM", "xterm", 1);
  const Sink sink(true);
  Progress progress(When::automatic, false, 30000000, sink.descriptor());
  work(progress);
  const std::string drawn = sink.written();
  CHECK(count(drawn, "documents") >= 1);
  CHECK(count(drawn, "documents") <= 4);
  CHECK(drawn.find('\n') == std::string::npos);
  CHECK(drawn.front() == '\r');
  progress.finish();
  CHECK(sink.written() == "\r\x1b[K");
  progress.finish();
  progress.update(1, 1);
  CHECK(sink.written().empty());
}

TEST_CASE("the bar makes room and comes back") {
  ::setenv("TERM", "xterm", 1);
  const Sink sink(true);
  Progress progress(When::automatic, false, 0, sink.descriptor());
  progress.erase();
  CHECK(sink.written().empty());
  work(progress);
  CHECK(count(sink.written(), "documents") >= 1);
  progress.erase();
  CHECK(sink.written() == "\r\x1b[K");
  work(progress);
  CHECK(count(sink.written(), "documents") >= 1);
}

TEST_CASE("nothing is drawn where nobody looks") {
  ::setenv("TERM", "xterm", 1);
  const Sink pipe(false);
  const Sink terminal(true);
  {
    Progress automatic(When::automatic, false, 0, pipe.descriptor());
    Progress never(When::never, false, 0, terminal.descriptor());
    Progress quiet(When::always, true, 0, terminal.descriptor());
    work(automatic);
    work(never);
    work(quiet);
    ::setenv("TERM", "dumb", 1);
    Progress dumb(When::automatic, false, 0, terminal.descriptor());
    work(dumb);
  }
  CHECK(pipe.written().empty());
  CHECK(terminal.written().empty());
}

TEST_CASE("without a terminal always means lines") {
  const Sink sink(false);
  {
    Progress progress(When::always, false, 0, sink.descriptor());
    work(progress);
    CHECK(sink.written().empty());  // less than a second
  }
  const std::string lines = sink.written();
  CHECK(count(lines, "\n") == 1);
  CHECK(lines.find("3,000 documents") != std::string::npos);
  CHECK(lines.find('\x1b') == std::string::npos);
}

TEST_CASE("colour is for capable terminals and those who insist") {
  ::setenv("TERM", "xterm", 1);
  ::unsetenv("NO_COLOR");
  const Sink pipe(false);
  const Sink terminal(true);
  CHECK(use_color(When::automatic, terminal.descriptor()));
  CHECK_FALSE(use_color(When::automatic, pipe.descriptor()));
  CHECK(use_color(When::always, pipe.descriptor()));
  CHECK_FALSE(use_color(When::never, terminal.descriptor()));
  ::setenv("NO_COLOR", "1", 1);
  CHECK_FALSE(use_color(When::automatic, terminal.descriptor()));
  ::setenv("NO_COLOR", "", 1);
  CHECK(use_color(When::automatic, terminal.descriptor()));
  ::setenv("TERM", "dumb", 1);
  CHECK_FALSE(use_color(When::automatic, terminal.descriptor()));
  ::unsetenv("NO_COLOR");
}

}  // namespace trunklift
