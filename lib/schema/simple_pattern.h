// The patterns that schemas mostly have, such as ^\+?\d*$, without a regular
// expression engine.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "schema/ecma.h"

namespace trunklift::schema {

// `^`, a row of character classes with counts, and perhaps `$`, where it is
// always clear from the next character alone which class it belongs to: a match
// takes one pass and never goes back.
class SimplePattern {
public:
  // Nothing when the pattern needs more than that.
  static std::optional<SimplePattern> compile(std::string_view ecma,
                                              Dialect dialect);

  bool match(std::string_view text) const;

private:
  struct Item {
    std::array<std::uint64_t, 2> ascii{};  // one bit a character
    bool others = false;                   // all of the code points from 128
    std::uint32_t min = 1;
    std::uint32_t max = 1;

    bool has(unsigned char c) const {
      return c < 128 ? (ascii[c / 64] >> (c % 64) & 1) != 0 : others;
    }
    bool overlaps(const Item& other) const;
  };
  class Reader;

  bool decides_by_one_character() const;

  std::vector<Item> items_;
  bool to_end_ = false;  // `$`
  Dialect dialect_ = Dialect::ecma;
};

}  // namespace trunklift::schema
