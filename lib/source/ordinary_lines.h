// Runs of lines that are documents on their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trunklift {

struct LineRun {
  std::size_t size = 0;  // in bytes
  std::uint64_t newlines = 0;
  bool wait = false;  // more bytes may show more lines
};

// How much of `text` is left without the blanks at its end.
std::size_t size_without_blanks(std::string_view text);

// The lines at the front that are documents on their own: each starts with a
// bracket, ends with one, and a bracket opens what follows, which is never so
// in the middle of a JSON value.
// At most `most` lines of at most `largest` bytes; `complete`: no bytes follow.
LineRun ordinary_lines(std::string_view bytes, bool complete,
                       std::size_t largest, std::size_t most);

}  // namespace trunklift
