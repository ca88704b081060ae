// Finds where a sound JSON value ends, and counts newlines, 64 or 16 bytes at a
// time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trunklift {

std::uint64_t count_newlines(std::string_view bytes);

// Follows brackets and strings of a JSON value as long as it is sound.
class Skim {
public:
  enum class Found : std::uint8_t {
    more,     // more bytes are needed
    end,      // the value ends
    trouble,  // a newline is in a string or in front of a bracket
  };

  // Goes on with `bytes`, which start with the first bracket of the value.
  Found run(std::string_view bytes);

  // Where the value ends.
  std::size_t at() const { return at_; }

private:
  std::size_t at_ = 0;  // a multiple of 64 until the end is found
  std::size_t depth_ = 0;
  std::uint64_t in_string_ = 0;  // all bits set: in a string; else none
  std::uint64_t escaped_ = 0;    // 1: the next byte is escaped
};

}  // namespace trunklift
