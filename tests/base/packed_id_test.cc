// Ids as the platform's API makes them, in half the room.
#include "base/packed_id.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace trunklift {
namespace {

TEST_CASE("an id of 32 digits is packed and comes back") {
  for (const std::string id :
       {"0123456789abcdef0123456789abcdef", "ffffffffffffffff0000000000000000",
        "99999999aaaaaaaa00000000ffffffff",
        "6f1d0c5be2a94f3c8a7b9d2e4c610a01"}) {
    PackedId packed;
    REQUIRE(packed.pack(id));
    CHECK(packed.text() == id);
  }
}

TEST_CASE("what is no such id is not packed") {
  PackedId packed;
  CHECK_FALSE(packed.pack(""));
  CHECK_FALSE(packed.pack("0123456789abcdef0123456789abcde"));
  CHECK_FALSE(packed.pack("0123456789abcdef0123456789abcdef0"));
  // Any other byte, at any place.
  const std::string digits = "0123456789abcdef";
  for (std::size_t place = 0; place < 32; ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string id = "6f1d0c5be2a94f3c8a7b9d2e4c610a01";
      id[place] = static_cast<char>(byte);
      const bool is_digit =
          digits.find(static_cast<char>(byte)) != std::string::npos;
      INFO("byte " << byte << " at " << place);
      REQUIRE(packed.pack(id) == is_digit);
      if (is_digit) REQUIRE(packed.text() == id);
    }
  }
}

std::uint64_t bytes_of(std::string_view text) {
  std::uint64_t out = 0;
  for (const char c : text) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

TEST_CASE("eight digits are packed in their order and come back") {
  std::uint32_t before = 0;
  for (const std::string_view text :
       {"00000000", "00000001", "09afa0b1", "0a000000", "12345678", "9abcdef0",
        "a0000000", "ffffffff"}) {
    const auto packed = pack_digits(bytes_of(text));
    INFO(text);
    REQUIRE(packed);
    CHECK(unpack_digits(*packed) == bytes_of(text));
    CHECK(*packed >= before);
    before = *packed;
  }
  CHECK(pack_digits(bytes_of("00c0ffee")) == 0x00c0ffeeU);
  for (const std::string_view text : {"1234567", "1234567g", "ABCDEF01", ""}) {
    CHECK_FALSE(pack_digits(bytes_of(text)));
  }
}

}  // namespace
}  // namespace trunklift
