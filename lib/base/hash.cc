// Hashes: fast 128-bit content hashes and name-based UUIDs.
#include "base/hash.h"

#include <xxhash.h>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <cstring>

#include "base/text.h"

namespace trunklift {
namespace {

// Drawn once at random; changing it would change every record id.
constexpr boost::uuids::uuid record_namespace = {
    {0x6b, 0x1f, 0x0c, 0x2e, 0x5d, 0x0a, 0x4e, 0x53, 0x9b, 0x7c, 0x41, 0x8e,
     0x2f, 0x3d, 0xa7, 0x65}};

}  // namespace

std::string Hash128::hex() const {
  std::string out;
  out.reserve(32);
  append_hex(out, high);
  append_hex(out, low);
  return out;
}

Hash128 hash128(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
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

FieldHash& FieldHash::add(std::string_view field) {
  add(static_cast<std::int64_t>(field.size()));
  buffer_ += field;
  return *this;
}

FieldHash& FieldHash::add(std::int64_t field) {
  char bytes[sizeof field];  // little-endian, as every machine it runs on
  std::memcpy(bytes, &field, sizeof field);
  buffer_.append(bytes, sizeof bytes);
  return *this;
}

std::string uuid5(std::string_view name) {
  const boost::uuids::name_generator_sha1 generate(record_namespace);
  return boost::uuids::to_string(generate(name.data(), name.size()));
}

}  // namespace trunklift
