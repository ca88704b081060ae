// All hashes are XXH3; these are its calls and the form in hexadecimal.
#include "base/hash.h"

#include <xxhash.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace trunklift {
std::string Hash128::hex() const {
  std::string out;
  out.reserve(32);
  append_hex(out, high);
  append_hex(out, low);
  return out;
}

Hash128 hash_from_hex(std::string_view digits) {
  const auto half = [&](std::size_t at) {
    std::uint64_t out = 0;
    if (digits.size() == 32) {
      std::from_chars(digits.data() + at, digits.data() + at + 16, out, 16);
    }
    return out;
  };
  return {half(0), half(16)};
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

struct HashStream::State {
  State() = default;
  ~State() { XXH3_freeState(xxh); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  XXH3_state_t* xxh = XXH3_createState();
};

HashStream::HashStream() = default;
HashStream::HashStream(HashStream&&) noexcept = default;
HashStream& HashStream::operator=(HashStream&&) noexcept = default;
HashStream::~HashStream() = default;

void HashStream::start() {
  if (!state_) state_ = std::make_unique<State>();
  XXH3_128bits_reset(state_->xxh);
}

void HashStream::add(std::string_view bytes) {
  XXH3_128bits_update(state_->xxh, bytes.data(), bytes.size());
}

Hash128 HashStream::finish() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->xxh);
  return {hash.high64, hash.low64};
}

void FieldHash::grow(std::size_t by) {
  capacity_ = std::max(2 * capacity_, size_ + by);
  auto more = std::make_unique_for_overwrite<char[]>(capacity_);
  std::memcpy(more.get(), fields_, size_);
  many_ = std::move(more);
  fields_ = many_.get();
}

}  // namespace trunklift
