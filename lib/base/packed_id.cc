// Hexadecimal digits are packed eight at a time, without a branch a digit.
#include "base/packed_id.h"

#include <cstring>

namespace trunklift {
namespace {

// Eight digits at a time, one in each byte of a word.
constexpr std::uint64_t each = 0x0101010101010101;

// 1 for digits from a to f.
constexpr std::uint64_t letters(std::uint64_t values) {
  return ((values + 6 * each) >> 4) & each;
}

constexpr std::uint64_t written(std::uint64_t values) {
  return values + '0' * each + ('a' - 10 - '0') * letters(values);
}

// What is no digit has a value of more than four bits, or is not what the value
// would be written as.
std::uint64_t values_of(std::uint64_t digits) {
  return (digits & 0xf * each) + 9 * ((digits >> 6) & each);
}

std::uint64_t load(const char* from) {
  std::uint64_t out;
  std::memcpy(&out, from, sizeof out);
  return out;
}

// Bits that are set where the values are not those of digits.
std::uint64_t faults(std::uint64_t digits, std::uint64_t values) {
  return (values & 0xf0 * each) | (written(values) ^ digits);
}

}  // namespace

bool PackedId::pack(std::string_view id) {
  if (id.size() != 32) return false;
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    const std::uint64_t first = load(id.data() + 16 * i);
    const std::uint64_t second = load(id.data() + 16 * i + 8);
    const std::uint64_t a = values_of(first), b = values_of(second);
    wrong |= faults(first, a) | faults(second, b);
    pairs_[i] = a << 4 | b;
  }
  return wrong == 0;
}

std::string PackedId::text() const {
  std::string out(32, '\0');
  for (std::size_t i = 0; i < 2; ++i) {
    const std::uint64_t words[] = {written((pairs_[i] >> 4) & 0xf * each),
                                   written(pairs_[i] & 0xf * each)};
    std::memcpy(out.data() + 16 * i, words, sizeof words);
  }
  return out;
}

std::optional<std::uint32_t> pack_digits(std::uint64_t digits) {
  std::uint64_t packed = values_of(digits);
  if (faults(digits, packed)) return {};
  packed = (packed | packed >> 4) & 0x00ff00ff00ff00ff;
  packed = (packed | packed >> 8) & 0x0000ffff0000ffff;
  return static_cast<std::uint32_t>(packed | packed >> 16);
}

std::uint64_t unpack_digits(std::uint32_t packed) {
  std::uint64_t values = packed;
  values = (values | values << 16) & 0x0000ffff0000ffff;
  values = (values | values << 8) & 0x00ff00ff00ff00ff;
  return written((values | values << 4) & 0xf * each);
}

}  // namespace trunklift
