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
  // Any other number counts as it is written.
  static Hash128 number(std::string_view text) { return text_hash(text, 4); }
  static Hash128 string(std::string_view text) { return text_hash(text, 5); }

  // Feed the items of an array in order, or the members of an object.
  static Hash128 array() { return scalar(6, 0); }
  static void item(Hash128& array, Hash128 value) {
    array = after(array, value);
  }
  static Hash128 object() { return {}; }
  static void member(Hash128& object, std::string_view key, Hash128 value) {
    const std::uint64_t name = key_hash(key);
    object.high += fold(name ^ 0x9e3779b97f4a7c15U, value.high);
    object.low += fold(std::rotl(name, 32) ^ 0xa0761d6478bd642fU, value.low);
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
  struct Ends {
    std::uint64_t head, tail;
  };
  static Ends ends_of(std::string_view text) {
    const char* from = text.data();
    const std::size_t size = text.size();
    if (size > 16) {
      const Hash128 hash = hash128(text);
      return {hash.high, hash.low};
    }
    if (size >= 8) {
      return {load<std::uint64_t>(from), load<std::uint64_t>(from + size - 8)};
    }
    if (size >= 4) {
      return {load<std::uint32_t>(from), load<std::uint32_t>(from + size - 4)};
    }
    if (size == 0) return {0, 0};
    return {load<std::uint8_t>(from) |
                std::uint64_t{load<std::uint8_t>(from + size / 2)} << 8,
            load<std::uint8_t>(from + size - 1)};
  }

  static std::uint64_t key_hash(std::string_view key) {
    const Ends ends = ends_of(key);
    return fold(ends.head ^ 0xd6e8feb86659fd93U,
                ends.tail ^ (key.size() * 0x9e3779b97f4a7c15U));
  }

  static Hash128 text_hash(std::string_view text, std::uint64_t type) {
    const Ends ends = ends_of(text);
    const std::uint64_t mark = type * 0x9e3779b97f4a7c15U;
    return after({ends.head ^ mark, ends.tail + mark},
                 {ends.tail + text.size(), ends.head ^ (text.size() << 56)});
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
