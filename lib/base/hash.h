// Hashes: fast 128-bit content hashes and name-based UUIDs.
#pragma once

#include <compare>
#include <cstdint>
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
  FieldHash() { buffer_.reserve(256); }
  FieldHash& add(std::string_view field);
  FieldHash& add(std::int64_t field);
  Hash128 finish() const { return hash128(buffer_); }

private:
  std::string buffer_;
};

// RFC 4122 version 5 in this project's own namespace, lower case with hyphens.
std::string uuid5(std::string_view name);

}  // namespace trunklift
