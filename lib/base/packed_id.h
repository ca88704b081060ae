// Ids as the platform's API makes them, in half the room.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trunklift {

// 32 hexadecimal digits in lower case.
class PackedId {
public:
  // False for any other text.
  bool pack(std::string_view id);
  std::string text() const;

private:
  // Eight digits in each half of the bits of each byte.
  std::uint64_t pairs_[2] = {};
};

// Eight digits in half the room, in the same order: each byte of `digits` is
// one, the first in the highest. Nothing for any other bytes.
std::optional<std::uint32_t> pack_digits(std::uint64_t digits);
std::uint64_t unpack_digits(std::uint32_t packed);

}  // namespace trunklift
