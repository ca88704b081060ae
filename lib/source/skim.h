// Runs through bytes, many at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trunklift {

std::uint64_t count_newlines(std::string_view bytes);

// Runs through the bulk of a JSON value: follows brackets and strings as long
// as all is well.
class Skim {
public:
  enum class Found : std::uint8_t {
    more,     // bytes are needed
    end,      // of the value
    trouble,  // a newline in a string, or in front of a bracket
  };

  // Goes on in `bytes`, which start with the bracket of the value.
  Found run(std::string_view bytes);

  // Where the value ends.
  std::size_t at() const { return at_; }

private:
  std::size_t at_ = 0;  // a multiple of 64 until the end is found
  std::size_t depth_ = 0;
  std::uint64_t in_string_ = 0;  // all bits, or none
  std::uint64_t escaped_ = 0;    // is the next byte, 0 or 1
};

}  // namespace trunklift
