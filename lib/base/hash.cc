// Hashes: fast 128-bit content hashes and name-based UUIDs.
#include "base/hash.h"

#include <openssl/evp.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/text.h"

namespace trunklift {
namespace {

// Drawn once at random; changing it would change every record id.
constexpr std::array<unsigned char, 16> record_namespace = {
    0x6b, 0x1f, 0x0c, 0x2e, 0x5d, 0x0a, 0x4e, 0x53,
    0x9b, 0x7c, 0x41, 0x8e, 0x2f, 0x3d, 0xa7, 0x65};

// SHA-1 by OpenSSL, which uses the processor's instructions for it: records
// have an id each. Setting it up is what is dear, and so is looking for the
// algorithm, which EVP_sha1() does anew each time.
class Sha1 {
public:
  using Digest = std::array<unsigned char, 20>;

  Digest operator()(std::string_view first, std::string_view second) {
    Digest digest;
    if (EVP_DigestInit_ex(context_.get(), algorithm(), nullptr) != 1 ||
        EVP_DigestUpdate(context_.get(), first.data(), first.size()) != 1 ||
        EVP_DigestUpdate(context_.get(), second.data(), second.size()) != 1 ||
        EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) != 1) {
      throw Error(Exit::internal, "make", "a record's id", "SHA-1 failed");
    }
    return digest;
  }

private:
  // One for all threads, and never freed: they may end in any order, and the
  // thread sanitizer does not see how OpenSSL counts who uses it.
  static const EVP_MD* algorithm() {
    static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
    return sha1;
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_{
      EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

}  // namespace

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

std::string uuid5(std::string_view name) {
  thread_local Sha1 sha1;
  Sha1::Digest id =
      sha1({reinterpret_cast<const char*>(record_namespace.data()),
            record_namespace.size()},
           name);
  id[6] = static_cast<unsigned char>((id[6] & 0x0F) | 0x50);
  id[8] = static_cast<unsigned char>((id[8] & 0x3F) | 0x80);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text(36, '-');
  char* to = text.data();
  for (std::size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) ++to;
    *to++ = digits[id[i] >> 4];
    *to++ = digits[id[i] & 0xF];
  }
  return text;
}

}  // namespace trunklift
