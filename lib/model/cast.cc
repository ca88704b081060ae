// Text is taken apart here: from_chars would read more than the platform.
#include "model/cast.h"

#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "base/text.h"

namespace trunklift {
namespace {

std::optional<std::int64_t> rounded(double real) {
  const double whole = std::round(real);  // half away from zero
  constexpr double limit = 9.2e18;
  if (!(std::abs(whole) < limit)) return {};
  return static_cast<std::int64_t>(whole);
}

// Digits, a point, digits, and perhaps an exponent: the only text that the
// platform reads as a float.
bool is_float_text(std::string_view text) {
  const auto point = text.find('.');
  if (point == std::string_view::npos || !all_digits(text.substr(0, point))) {
    return false;
  }
  std::string_view rest = text.substr(point + 1);
  const auto exponent = rest.find_first_of("eE");
  if (exponent == std::string_view::npos) return all_digits(rest);
  std::string_view power = rest.substr(exponent + 1);
  if (power.starts_with('+') || power.starts_with('-')) power.remove_prefix(1);
  return all_digits(rest.substr(0, exponent)) && all_digits(power);
}

std::optional<std::int64_t> integer_in(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (all_digits(text)) {
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ec != std::errc{}) return {};
    return negative ? -value : value;
  }
  if (!is_float_text(text)) return {};
  double real = 0;
  std::from_chars(text.data(), text.data() + text.size(), real);
  return rounded(negative ? -real : real);
}

}  // namespace

std::optional<std::int64_t> cast_integer(const Value& value) {
  switch (value.type) {
    case Type::integer: return value.integer;
    case Type::real: return rounded(value.real);
    case Type::string: return integer_in(value.string());
    default: return {};
  }
}

std::optional<bool> cast_boolean(const Value& value) {
  if (value.is(Type::boolean)) return value.truth;
  if (value.string_or_empty() == "true") return true;
  if (value.string_or_empty() == "false") return false;
  return {};
}

}  // namespace trunklift
