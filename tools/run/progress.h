// The progress bar on standard error.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "command.h"

namespace trunklift {

struct ProgressState {
  std::uint64_t total_bytes = 0;  // 0: unknown
  std::uint64_t bytes = 0;
  std::uint64_t documents = 0;
  double seconds = 0;  // since the start
};

// " 42%  1.2 GB of 2.9 GB  310 MB/s  1,234 documents  250/s  0:42 left"; the
// rates are over the whole run. Without a newline.
std::string progress_line(const ProgressState& state);

// For one thread. Redraws at most ten times a second; without a terminal
// (When::always) it writes a line a second instead.
class Progress {
public:
  // Nothing is ever written when `quiet`, or when automatic without a terminal.
  Progress(When when, bool quiet, std::uint64_t total_bytes,
           int descriptor = 2);
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Both count from the start of the run.
  void update(std::uint64_t bytes_done, std::uint64_t documents_done);

  // In place of the bar: what is done now. For work that is no reading.
  void say(std::string_view line);

  // Takes the bar off the terminal until the next update: call it before
  // something else is written there.
  void erase();

  // Erases the bar, or writes the last line. Later calls do nothing.
  void finish();

private:
  using Clock = std::chrono::steady_clock;

  void draw(Clock::time_point now);
  void write_bar(std::string_view line);

  enum class Mode : std::uint8_t { off, bar, lines };
  Mode mode_ = Mode::off;
  int descriptor_;
  bool visible_ = false;
  bool says_ = false;  // what is done, and reads nothing
  ProgressState state_;
  Clock::time_point start_;
  Clock::time_point next_;
};

}  // namespace trunklift
