// How a document is written down for the rules that look across documents.
#include "check/corpus_record.h"

#include <utility>

#include "base/text.h"
#include "model/number.h"

namespace trunklift {
namespace {

// A record is a DocumentHead, the two ids, and for each claim a ClaimHead and
// the number.
struct DocumentHead {
  Origin origin;
  std::uint64_t content;
  std::uint32_t account_size, id_size;
};
struct ClaimHead {
  std::int64_t rank;
  std::uint32_t server, number_size;
};

template <typename Head>
void append_head(std::string& record, const Head& head) {
  record.append(reinterpret_cast<const char*>(&head), sizeof head);
}

template <typename Head>
Head load_head(const SpillLog& log, std::uint64_t offset) {
  Head head;
  log.read(offset, &head, sizeof head);
  return head;
}

// 4 bits a digit from the left, so that a prefix sorts first. Up to 15 digits
// leave the highest 4 bits free.
std::uint64_t packed_digits(std::string_view digits) {
  std::uint64_t key = 0;
  int shift = 60;
  for (const char digit : digits) {
    shift -= 4;
    key |= static_cast<std::uint64_t>(digit - '0' + 1) << shift;
  }
  return key;
}

constexpr std::uint64_t is_hash = std::uint64_t{1} << 63;

}  // namespace

Hash128 account_key(std::string_view account_id) { return hash128(account_id); }

std::uint64_t number_key(std::string_view account_id, std::string_view number) {
  if (is_plus_number(number)) return packed_digits(number.substr(1));
  std::uint64_t key = hash128(number).low;
  if (!number.starts_with('+')) key ^= account_key(account_id).low;
  return key | is_hash;
}

std::uint64_t realm_key(std::string_view realm) {
  return hash128(to_lower(realm)).low | 1;
}

Summary summarize(const Connectivity& document, const Identity& identity,
                  Origin origin) {
  Summary out;
  out.account = account_key(identity.account_id);
  out.says.twoway_trunks = document.twoway_trunks;
  out.says.inbound_trunks = document.inbound_trunks;
  if (document.realm) out.says.realm = realm_key(*document.realm);
  std::size_t claims = 0;
  for (const Server& server : document.servers) claims += server.dids.size();
  out.numbers.reserve(claims);
  out.record.reserve(sizeof(DocumentHead) + identity.account_id.size() +
                     identity.document_id.size() +
                     claims * (sizeof(ClaimHead) + 16));
  append_head(
      out.record,
      DocumentHead{origin, identity.content.high,
                   static_cast<std::uint32_t>(identity.account_id.size()),
                   static_cast<std::uint32_t>(identity.document_id.size())});
  out.record += identity.account_id;
  out.record += identity.document_id;
  for (const Server& server : document.servers) {
    for (const Did& did : server.dids) {
      out.numbers.push_back({number_key(identity.account_id, did.number),
                             static_cast<std::uint32_t>(out.record.size())});
      append_head(
          out.record,
          ClaimHead{did.claim_rank, static_cast<std::uint32_t>(server.position),
                    static_cast<std::uint32_t>(did.number.size())});
      out.record += did.number;
    }
  }
  return out;
}

DocumentTexts load_document(const SpillLog& log, DocumentRef document) {
  const auto head = load_head<DocumentHead>(log, document);
  std::string ids = log.text(document + sizeof head,
                             std::size_t{head.account_size} + head.id_size);
  DocumentTexts out;
  out.origin = head.origin;
  out.content = head.content;
  out.document_id = ids.substr(head.account_size);
  ids.resize(head.account_size);
  out.account_id = std::move(ids);
  return out;
}

Claim load_claim(const SpillLog& log, DocumentRef document,
                 std::uint32_t claim) {
  Claim out;
  DocumentTexts texts = load_document(log, document);
  const auto head = load_head<ClaimHead>(log, document + claim);
  out.document = document;
  out.content = texts.content;
  out.account_id = std::move(texts.account_id);
  out.document_id = std::move(texts.document_id);
  out.number = log.text(document + claim + sizeof head, head.number_size);
  out.server = head.server;
  out.rank = head.rank;
  return out;
}

}  // namespace trunklift
