// The name of a member.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace trunklift {

// A view of a text, with a hash, so that looking for a name compares numbers.
// 16 bytes.
class Key {
public:
  constexpr Key() = default;
  // Any text is a key.
  constexpr Key(std::string_view text)
      : text_(text.data()),
        size_(static_cast<std::uint32_t>(text.size())),
        hash_(hash_of(text)) {}
  constexpr Key(const char* text) : Key(std::string_view(text)) {}
  Key(const std::string& text) : Key(std::string_view(text)) {}

  constexpr std::string_view text() const { return {text_, size_}; }
  constexpr operator std::string_view() const { return text(); }
  constexpr const char* data() const { return text_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr std::uint32_t hash() const { return hash_; }

  friend bool operator==(const Key& a, const Key& b) {
    return a.hash_ == b.hash_ && a.size_ == b.size_ && a.same_text(b);
  }
  friend bool operator<(const Key& a, const Key& b) {
    return a.text() < b.text();
  }
  friend bool operator==(const Key& a, std::string_view b) {
    return a.text() == b;
  }
  friend bool operator==(const Key& a, const char* b) { return a.text() == b; }

private:
  // Little-endian. It is defined before its first use because Clang 14 requires
  // that of templates that constants are made with.
  template <int bytes>
  static constexpr std::uint64_t load(const char* from) {
    std::uint64_t out = 0;
    if (std::is_constant_evaluated()) {
      for (int i = 0; i < bytes; ++i) {
        out |= static_cast<std::uint64_t>(static_cast<unsigned char>(from[i]))
               << (8 * i);
      }
    } else {
      std::memcpy(&out, from, bytes);
    }
    return out;
  }

  bool same_text(const Key& other) const {
    const std::size_t size = other.size_;  // same size; mostly a constant
    if (size > 16) return std::memcmp(text_, other.text_, size) == 0;
    if (size >= 8) {
      return load<8>(text_) == load<8>(other.text_) &&
             load<8>(text_ + size - 8) == load<8>(other.text_ + size - 8);
    }
    if (size >= 4) {
      return load<4>(text_) == load<4>(other.text_) &&
             load<4>(text_ + size - 4) == load<4>(other.text_ + size - 4);
    }
    return size == 0 || (text_[0] == other.text_[0] &&
                         text_[size / 2] == other.text_[size / 2] &&
                         text_[size - 1] == other.text_[size - 1]);
  }

  // Hashes the length and the first and last eight bytes, which most keys
  // consist of.
  static constexpr std::uint32_t hash_of(std::string_view text) {
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    const std::size_t size = text.size();
    if (size >= 8) {
      head = load<8>(text.data());
      tail = load<8>(text.data() + size - 8);
    } else if (size >= 4) {
      head = load<4>(text.data());
      tail = load<4>(text.data() + size - 4);
    } else if (size > 0) {
      head = load<1>(text.data()) | load<1>(text.data() + size / 2) << 8 |
             load<1>(text.data() + size - 1) << 16;
    }
    const std::uint64_t mixed =
        (head ^ std::rotl(tail, 23)) + size * 0x9e3779b97f4a7c15U;
    return static_cast<std::uint32_t>((mixed * 0xd6e8feb86659fd93U) >> 32);
  }

  const char* text_ = "";
  std::uint32_t size_ = 0;
  std::uint32_t hash_ = 0;
};

}  // namespace trunklift
