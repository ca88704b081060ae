// Ids of records: UUIDs that are made of names.
#include "base/uuid.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "base/error.h"

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
