// The progress bar on standard error.
#include "run/progress.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "run/style.h"

namespace trunklift {
namespace {

constexpr std::chrono::milliseconds bar_interval{100};
constexpr std::chrono::milliseconds line_interval{1000};
constexpr double least_seconds = 0.001;  // no rate is taken over less

std::string amount(double bytes) {
  constexpr const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  while (bytes >= 999.5 && unit + 1 < std::size(units)) {
    bytes /= 1000;
    ++unit;
  }
  const bool decimal = unit > 0 && bytes < 9.95;
  return fmt::format("{:.{}f} {}", bytes, decimal ? 1 : 0, units[unit]);
}

// 75 -> "1:15", 3675 -> "1:01:15"
std::string clock_text(double seconds) {
  const auto s =
      static_cast<std::uint64_t>(std::llround(std::min(seconds, 1e9)));
  if (s < 3600) return fmt::format("{}:{:02}", s / 60, s % 60);
  return fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

std::size_t columns(int descriptor) {
  winsize size{};
  const bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0;
  return known && size.ws_col > 0 ? size.ws_col : 80;
}

// A bar that cannot be written is no reason to stop the work.
void write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

std::string progress_line(const ProgressState& state) {
  const double seconds = std::max(state.seconds, least_seconds);
  const auto bytes = static_cast<double>(state.bytes);
  // A file may grow while it is read.
  const auto total =
      static_cast<double>(std::max(state.total_bytes, state.bytes));
  std::string line;
  if (state.total_bytes == 0) {
    line = amount(bytes);
  } else {
    line = fmt::format("{:3.0f}%  {} of {}", 100 * bytes / std::max(total, 1.0),
                       amount(bytes), amount(total));
  }
  const auto documents = static_cast<double>(state.documents);
  line += fmt::format("  {:.0f} MB/s  {} documents  {}/s",
                      bytes / 1e6 / seconds, grouped(state.documents),
                      grouped(static_cast<std::uint64_t>(documents / seconds)));
  if (state.total_bytes == 0) {
    line += "  " + clock_text(state.seconds);
  } else if (state.bytes > 0) {
    line +=
        fmt::format("  {} left", clock_text(seconds * (total - bytes) / bytes));
  }
  return line;
}

Progress::Progress(When when, bool quiet, std::uint64_t total_bytes,
                   int descriptor)
    : descriptor_(descriptor), start_(Clock::now()) {
  state_.total_bytes = total_bytes;
  if (quiet || when == When::never) return;
  if (is_capable_terminal(descriptor)) {
    mode_ = Mode::bar;
    next_ = start_ + bar_interval;
  } else if (when == When::always) {
    mode_ = Mode::lines;
    next_ = start_ + line_interval;
  }
}

void Progress::update(std::uint64_t bytes_done, std::uint64_t documents_done) {
  if (mode_ == Mode::off) return;
  state_.bytes = bytes_done;
  state_.documents = documents_done;
  const auto now = Clock::now();
  if (now >= next_) draw(now);
}

void Progress::draw(Clock::time_point now) {
  next_ = now + (mode_ == Mode::bar ? bar_interval : line_interval);
  state_.seconds = std::chrono::duration<double>(now - start_).count();
  const std::string line = progress_line(state_);
  if (mode_ == Mode::lines) return write_all(descriptor_, line + '\n');
  write_bar(line);
}

void Progress::say(std::string_view line) {
  says_ = true;
  if (mode_ == Mode::bar) write_bar(line);
  if (mode_ == Mode::lines) write_all(descriptor_, std::string(line) + '\n');
}

void Progress::write_bar(std::string_view line) {
  // The last column stays free: some terminals wrap when it is written.
  const std::size_t width = columns(descriptor_) - 1;
  write_all(descriptor_, fmt::format("\r{:.{}}\x1b[K", line, width));
  visible_ = true;
}

void Progress::erase() {
  if (std::exchange(visible_, false)) write_all(descriptor_, "\r\x1b[K");
}

void Progress::finish() {
  erase();
  if (mode_ == Mode::lines && !says_) draw(Clock::now());
  mode_ = Mode::off;
}

}  // namespace trunklift
