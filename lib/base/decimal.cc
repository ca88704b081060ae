// A number is taken apart into its digits and an exponent of ten.
#include "base/decimal.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>

#include "base/text.h"

namespace trunklift {
namespace {

using boost::multiprecision::cpp_int;
__extension__ using Wide = unsigned __int128;

constexpr std::int64_t largest_exponent = 1'000'000'000'000'000'000;

// The exponent behind an `e`, held within what we can add to safely.
std::int64_t read_exponent(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) continue;
    if (value >= largest_exponent / 10) {
      value = largest_exponent;
      break;
    }
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

// Power of ten after which all factors 2 and 5 of a divisor of that many bits
// are used up: more zeros change nothing.
std::uint64_t useful_zeros(std::int64_t zeros, std::uint64_t bits) {
  return std::min(static_cast<std::uint64_t>(zeros), bits);
}

}  // namespace

Decimal::Decimal(std::string_view literal) {
  if (!literal.empty() && literal[0] == '-') {
    negative_ = true;
    literal.remove_prefix(1);
  }
  std::int64_t exponent = 0;
  if (const auto e = literal.find_first_of("eE"); e != std::string_view::npos) {
    exponent = read_exponent(literal.substr(e + 1));
    literal = literal.substr(0, e);
  }
  const auto first = literal.find_first_not_of("0.");
  if (first == std::string_view::npos) {
    negative_ = false;  // there is one zero
    return;
  }
  const auto last = literal.find_last_not_of("0.");
  const auto dot = std::min(literal.find('.'), literal.size());
  digits_ = literal.substr(first, last - first + 1);
  count_ = static_cast<std::int64_t>(digits_.size());
  auto point =
      static_cast<std::int64_t>(dot) - static_cast<std::int64_t>(first);
  if (first < dot && dot < last) --count_;
  if (first > dot) ++point;  // the dot itself is no digit
  magnitude_ = exponent + point;
}

std::uint64_t Decimal::hash(std::uint64_t seed) const {
  std::uint64_t h = seed ^ (negative_ ? 0x9e3779b97f4a7c15U : 0U);
  const auto mix = [&h](std::uint64_t x) {
    h = (h ^ x) * 0xff51afd7ed558ccdU;
    h ^= h >> 32;
  };
  mix(static_cast<std::uint64_t>(magnitude_));
  each_digit([&](unsigned digit) { mix(digit); });
  return h;
}

int Decimal::compare_digits(const Decimal& other) const {
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    if (i < digits_.size() && digits_[i] == '.') ++i;
    if (j < other.digits_.size() && other.digits_[j] == '.') ++j;
    const bool ended = i == digits_.size();
    const bool other_ended = j == other.digits_.size();
    if (ended || other_ended) return other_ended - ended;
    if (digits_[i] != other.digits_[j]) {
      return digits_[i] < other.digits_[j] ? -1 : 1;
    }
    ++i;
    ++j;
  }
}

int compare(const Decimal& a, const Decimal& b) {
  if (a.negative_ != b.negative_) return a.negative_ ? -1 : 1;
  int order = 0;
  if (a.is_zero() || b.is_zero()) {
    order = b.is_zero() - a.is_zero();
  } else if (a.magnitude_ != b.magnitude_) {
    order = a.magnitude_ < b.magnitude_ ? -1 : 1;
  } else {
    order = a.compare_digits(b);
  }
  return a.negative_ ? -order : order;
}

// With value = v * 10^zeros * unit and divisor = d * unit, v and d integers
// that do not end in 0: when zeros < 0, v would have to be divisible by 10, so
// it is no multiple. Otherwise d has to divide v * 10^zeros, which is decided
// in arithmetic modulo d.
bool is_multiple_of(const Decimal& value, const Decimal& divisor) {
  if (value.is_zero()) return true;
  const std::int64_t zeros =
      (value.magnitude_ - value.count_) - (divisor.magnitude_ - divisor.count_);
  if (zeros < 0) return false;
  if (divisor.count_ <= 19) {
    std::uint64_t d = 0;
    divisor.each_digit([&](unsigned digit) { d = d * 10 + digit; });
    std::uint64_t rest = 0;
    const auto push = [&](unsigned digit) {
      rest = static_cast<std::uint64_t>((Wide{rest} * 10 + digit) % d);
    };
    value.each_digit(push);
    for (auto n = useful_zeros(zeros, 64); n > 0 && rest != 0; --n) push(0);
    return rest == 0;
  }
  cpp_int d = 0;
  divisor.each_digit([&](unsigned digit) { d = d * 10 + digit; });
  cpp_int rest = 0;
  std::uint64_t chunk = 0;
  std::uint64_t scale = 1;
  const auto flush = [&] {
    rest = (rest * scale + chunk) % d;
    chunk = 0;
    scale = 1;
  };
  value.each_digit([&](unsigned digit) {
    chunk = chunk * 10 + digit;
    scale *= 10;
    if (scale == 1'000'000'000'000'000'000U) flush();
  });
  flush();
  if (rest == 0) return true;
  const cpp_int power = powm(cpp_int(10), useful_zeros(zeros, msb(d) + 1), d);
  return rest * power % d == 0;
}

}  // namespace trunklift
