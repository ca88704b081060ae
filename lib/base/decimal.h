// Exact arithmetic on numbers as they are written: order and divisibility.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace trunklift {

// A view of a JSON number literal as 0.d1d2d3... * 10^magnitude, d1 and the
// last digit not zero. Costs no allocation, whatever the size of the number.
// Exponents beyond ±10^18 count as ±10^18.
class Decimal {
public:
  // `literal` is a number as RFC 8259 has it, and outlives the Decimal.
  explicit Decimal(std::string_view literal);

  bool is_zero() const { return digits_.empty(); }
  bool is_negative() const { return negative_; }

  // The same for all ways to write one number: 100, 1e2, 100.0.
  std::uint64_t hash(std::uint64_t seed) const;

  // Less than, equal to or greater than 0, as `a` is to `b`.
  friend int compare(const Decimal& a, const Decimal& b);

  // Whether value / divisor is an integer; the divisor is not 0. Time grows
  // with the digits that are written, never with the exponent.
  friend bool is_multiple_of(const Decimal& value, const Decimal& divisor);

private:
  template <typename Visit>
  void each_digit(Visit visit) const {
    for (const char c : digits_) {
      if (c != '.') visit(static_cast<unsigned>(c - '0'));
    }
  }
  int compare_digits(const Decimal& other) const;

  std::string_view digits_;  // first to last that is not 0; may hold a '.'
  std::int64_t count_ = 0;   // of digits in it
  std::int64_t magnitude_ = 0;
  bool negative_ = false;
};

int compare(const Decimal& a, const Decimal& b);
bool is_multiple_of(const Decimal& value, const Decimal& divisor);

// Whether a number literal has neither fraction nor exponent.
inline bool is_integer_literal(std::string_view literal) {
  return literal.find_first_of(".eE") == std::string_view::npos;
}

}  // namespace trunklift
