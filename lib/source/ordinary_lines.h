// Finds runs of lines in which each line is one document.
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

// The size of `text` without the blanks at its end.
std::size_t size_without_blanks(std::string_view text);

// The run of lines at the front in which each line is a document or an array. A
// line counts if it starts and ends with a bracket and the text behind it
// starts with one: this never happens in the middle of a JSON value. The run
// has at most `most` lines of at most `largest` bytes. `complete` says that no
// bytes follow.
LineRun ordinary_lines(std::string_view bytes, bool complete,
                       std::size_t largest, std::size_t most);

}  // namespace trunklift
