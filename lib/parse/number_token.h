// Numbers in the text of a document, as RFC 8259 writes them.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace trunklift {

struct NumberToken {
  std::size_t offset;
  std::size_t size;
  bool has_fraction_or_exponent;
  std::size_t integer_digits;
};

// The number that starts at `i`, if RFC 8259 has it as one.
std::optional<NumberToken> number_at(std::string_view text, std::size_t i);

// Whether it surely is an integer of 64 bits.
inline bool fits_int64(const NumberToken& token) {
  return !token.has_fraction_or_exponent && token.integer_digits <= 18;
}

}  // namespace trunklift
