// Names are hashed by OpenSSL; text goes by tables.
#include "base/uuid.h"

#include <openssl/evp.h>

#include <algorithm>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid.hpp>
#include <cstring>
#include <memory>

#include "base/error.h"

namespace trunklift {
namespace {

// Drawn once at random; changing it would change every record id.
constexpr std::array<unsigned char, 16> record_namespace = {
    0x6b, 0x1f, 0x0c, 0x2e, 0x5d, 0x0a, 0x4e, 0x53,
    0x9b, 0x7c, 0x41, 0x8e, 0x2f, 0x3d, 0xa7, 0x65};

constexpr std::string_view digits = "0123456789abcdef";

// The two digits of each byte.
constexpr std::array<std::array<char, 2>, 256> pairs = [] {
  std::array<std::array<char, 2>, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = {digits[i >> 4], digits[i & 0xF]};
  }
  return out;
}();

// Values of digits; what is none has a high bit.
constexpr std::array<std::uint8_t, 256> values = [] {
  std::array<std::uint8_t, 256> out{};
  out.fill(0xF0);
  for (std::uint8_t i = 0; i < 16; ++i) {
    out[static_cast<unsigned char>(digits[i])] = i;
  }
  return out;
}();

constexpr bool has_hyphen_before(std::size_t byte) {
  return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

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

Uuid uuid_of(std::string_view name) {
  thread_local Sha1 sha1;
  const Sha1::Digest digest =
      sha1({reinterpret_cast<const char*>(record_namespace.data()),
            record_namespace.size()},
           name);
  Uuid id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  id[6] = static_cast<std::uint8_t>((id[6] & 0x0F) | 0x50);
  id[8] = static_cast<std::uint8_t>((id[8] & 0x3F) | 0x80);
  return id;
}

std::string uuid5(std::string_view name) {
  std::string text(uuid_size, '\0');
  write_uuid(uuid_of(name), text.data());
  return text;
}

Uuid random_uuid() {
  const boost::uuids::uuid random = boost::uuids::random_generator()();
  Uuid id;
  std::copy_n(random.begin(), id.size(), id.begin());
  return id;
}

void write_uuid(const Uuid& id, char* to) {
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (has_hyphen_before(i)) *to++ = '-';
    std::memcpy(to, pairs[id[i]].data(), 2);
    to += 2;
  }
}

std::optional<Uuid> uuid_from(std::string_view text) {
  if (text.size() != uuid_size) return {};
  Uuid id{};
  const char* at = text.data();
  unsigned wrong = 0;
  for (std::size_t i = 0; i < id.size(); ++i) {
    if (has_hyphen_before(i)) {
      wrong |= static_cast<unsigned char>(*at++) ^ unsigned { '-' };
    }
    const unsigned high = values[static_cast<unsigned char>(*at++)];
    const unsigned low = values[static_cast<unsigned char>(*at++)];
    wrong |= (high | low) & 0xF0U;
    id[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (wrong) return {};
  return id;
}

}  // namespace trunklift
