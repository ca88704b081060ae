// A hash of what a JSON value says, whatever it is written like.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/hash.h"

namespace trunklift {

// Bottom up: each value's hash is made of its children's. Members of an object
// count in any order, since writers of JSON differ in it (couchbackup moves
// some to the front). The two halves never mix, so that 128 bits are kept.
class ContentHash {
public:
  static Hash128 null() { return scalar(1, 0); }
  static Hash128 boolean(bool truth) { return scalar(2, truth ? 1 : 0); }
  static Hash128 integer(std::int64_t value) {
    return scalar(3, static_cast<std::uint64_t>(value));
  }
  // Of any other number, as it is written.
  static Hash128 number(std::string_view text) {
    return after(scalar(4, 0), text_hash(text));
  }
  static Hash128 string(std::string_view text) {
    return after(scalar(5, 0), text_hash(text));
  }

  // Feed the items of an array in order, or the members of an object.
  static Hash128 array() { return scalar(6, 0); }
  static void item(Hash128& array, Hash128 value) {
    array = after(array, value);
  }
  static Hash128 object() { return {}; }
  static void member(Hash128& object, std::string_view key, Hash128 value) {
    const Hash128 one = after(text_hash(key), value);
    object.high += one.high;
    object.low += one.low;
  }
  static Hash128 finish(std::size_t size, Hash128 container) {
    return after(scalar(7, size), container);
  }

private:
  template <typename Word>
  static std::uint64_t load(const char* from) {
    Word word;
    std::memcpy(&word, from, sizeof word);
    return word;
  }

  // Most texts are short: their length, head and tail are all there is of them.
  static Hash128 text_hash(std::string_view text) {
    const std::size_t size = text.size();
    if (size > 16) return hash128(text);
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    if (size >= 8) {
      head = load<std::uint64_t>(text.data());
      tail = load<std::uint64_t>(text.data() + size - 8);
    } else if (size >= 4) {
      head = load<std::uint32_t>(text.data());
      tail = load<std::uint32_t>(text.data() + size - 4);
    } else if (size > 0) {
      head = load<std::uint8_t>(text.data()) |
             load<std::uint8_t>(text.data() + size / 2) << 8;
      tail = load<std::uint8_t>(text.data() + size - 1);
    }
    return after({head, tail}, {tail + size, head ^ (size << 56)});
  }

  // Both halves of the product of 64-bit numbers.
  static std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = Wide{a} * b;
    return static_cast<std::uint64_t>(product) ^
           static_cast<std::uint64_t>(product >> 64);
  }
  static Hash128 after(Hash128 first, Hash128 second) {
    return {fold(first.high ^ 0x9e3779b97f4a7c15U,
                 std::rotl(second.high, 29) ^ 0xd6e8feb86659fd93U) +
                second.high,
            fold(first.low ^ 0xa0761d6478bd642fU,
                 std::rotl(second.low, 29) ^ 0xe7037ed1a0b428dbU) +
                second.low};
  }
  static Hash128 scalar(std::uint64_t type, std::uint64_t value) {
    return after({type, type + 100}, {value, ~value});
  }
};

}  // namespace trunklift
