// Ids are measured before anything is sent.
#include "sink/postgres/key_limit.h"

#include <fmt/format.h>

namespace trunklift::postgres {
namespace {

// An entry of an index takes at most 2,704 bytes of a page of 8 kB; of the key
// with the most columns (of before_image), 150 are not an account and an id.
constexpr std::size_t longest_key = 2500;

void shorten(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) {
    --most;  // not in the middle of a character
  }
  text.resize(most);
}

}  // namespace

std::optional<std::string> unfit_for_keys(const Delivery& delivery) {
  const Identity& identity = delivery.identity;
  if (identity.account_id.find('\0') != std::string::npos ||
      identity.document_id.find('\0') != std::string::npos) {
    return "an id holds U+0000, which keys of PostgreSQL do not take";
  }
  const std::size_t bytes =
      identity.account_id.size() + identity.document_id.size();
  if (bytes <= longest_key) return {};
  return fmt::format(
      "account id and document id have {} bytes, and keys of PostgreSQL take "
      "{}",
      bytes, longest_key);
}

Identity shortened(const Identity& identity) {
  Identity out = identity;
  if (out.account_id.size() + out.document_id.size() > longest_key) {
    shorten(out.account_id, longest_key / 2);
    shorten(out.document_id, longest_key / 2);
  }
  return out;
}

}  // namespace trunklift::postgres
