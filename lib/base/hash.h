// Fast hashes of 64 and 128 bits.
#pragma once

#include <compare>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace trunklift {

// Not for secrets: XXH3, chosen for speed; 128 bits make an accidental
// collision among billions of documents a non-event.
struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash128&) const = default;
  std::string hex() const;  // 32 digits
};

Hash128 hash128(std::string_view bytes);
// For tables in memory: other seeds give other hashes.
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed);
// The hash that 32 hexadecimal digits are; 0 for anything else.
Hash128 hash_from_hex(std::string_view digits);

// The same of bytes that come piece by piece.
class HashStream {
public:
  HashStream();
  HashStream(HashStream&&) noexcept;
  HashStream& operator=(HashStream&&) noexcept;
  ~HashStream();
  void start();  // before anything else
  void add(std::string_view bytes);
  Hash128 finish() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

// Collects fields so that ("ab","c") and ("a","bc") differ, then hashes them.
class FieldHash {
public:
  FieldHash() = default;
  FieldHash(const FieldHash&) = delete;
  FieldHash& operator=(const FieldHash&) = delete;

  FieldHash& add(std::string_view field) {
    add(static_cast<std::int64_t>(field.size()));
    append(field.data(), field.size());
    return *this;
  }
  FieldHash& add(std::int64_t field) {
    append(&field, sizeof field);  // little-endian, as all it runs on
    return *this;
  }
  Hash128 finish() const { return hash128({fields_, size_}); }

private:
  void append(const void* bytes, std::size_t size) {
    if (capacity_ - size_ < size) grow(size);
    if (size > 0) std::memcpy(fields_ + size_, bytes, size);
    size_ += size;
  }
  void grow(std::size_t by);

  // Most are short: nothing is allocated for those.
  char few_[256];
  std::unique_ptr<char[]> many_;
  char* fields_ = few_;
  std::size_t size_ = 0, capacity_ = sizeof few_;
};

}  // namespace trunklift
