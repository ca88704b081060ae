// Layouts of the records, and the keys by which they are sorted.
#include "check/corpus_record.h"

#include <cstring>
#include <utility>

#include "base/shortened.h"
#include "base/text.h"
#include "model/emergency.h"
#include "model/number.h"

namespace trunklift {
namespace {

// The record of a document is a DocumentHead, the two ids, and for each claim a
// ClaimHead and the number.
struct DocumentHead {
  Origin origin;
  std::uint64_t content;
  std::uint32_t account_size, id_size;
};
// `marked_rank` has the marks in its highest byte and the rank in the others.
struct ClaimHead {
  std::uint64_t marked_rank;
  std::uint32_t server, number_size;
};
constexpr int rank_bits = 56;

std::uint64_t marked_rank(std::int64_t rank, std::uint8_t marks) {
  return (static_cast<std::uint64_t>(rank) << 8 >> 8) | std::uint64_t{marks}
                                                            << rank_bits;
}
std::int64_t rank_in(std::uint64_t marked) {
  return static_cast<std::int64_t>(marked << 8) >> 8;  // keeps the sign
}

// The features of a number that its settings mark with `true`.
std::uint8_t marks_in(const Value& settings) {
  unsigned marks = 0;
  for (const Member& member : members(settings)) {
    if (!is_mark(member.value)) continue;
    if (member.key == "failover") marks |= failover_feature;
    if (member.key == "cnam") marks |= caller_name_feature;
    if (is_emergency_name(member.key)) marks |= emergency_feature;
  }
  return static_cast<std::uint8_t>(marks);
}

template <typename Head>
void append_head(std::string& record, const Head& head) {
  record.append(reinterpret_cast<const char*>(&head), sizeof head);
}

// Reads a head and the text behind it, which has `size_of(head)` bytes. Mostly
// one read is enough: the number of reads costs more than their size.
template <typename Head, typename SizeOf>
Head load(const SpillLog& log, std::uint64_t offset, std::string& text,
          const SizeOf& size_of) {
  constexpr std::size_t usual_text = 128;
  char bytes[sizeof(Head) + usual_text];
  const std::size_t read = log.read_ahead(offset, bytes, sizeof bytes);
  Head head;
  std::memcpy(&head, bytes, sizeof head);
  const std::size_t size = size_of(head);
  if (sizeof head + size <= read) {
    text.assign(bytes + sizeof head, size);
  } else {
    text = log.text(offset + sizeof head, size);
  }
  return head;
}

constexpr std::uint64_t is_hash = std::uint64_t{1} << 63;

}  // namespace

Hash128 account_key(std::string_view account_id) { return hash128(account_id); }

// Each digit takes 4 bits, from the left, so that a prefix sorts first. 15
// digits leave the highest 4 bits free.
std::optional<std::uint64_t> plus_number_key(std::string_view number) {
  constexpr std::size_t most_digits = 15;
  if (number.size() < 2 || number.size() > most_digits + 1 ||
      number.front() != '+') {
    return {};
  }
  std::uint64_t key = 0;
  int shift = 60;
  for (const char c : number.substr(1)) {
    const unsigned digit = static_cast<unsigned char>(c) - unsigned{'0'};
    if (digit > 9) return {};
    shift -= 4;
    key |= static_cast<std::uint64_t>(digit + 1) << shift;
  }
  return key;
}

std::uint64_t number_key(std::string_view account_id, std::string_view number) {
  if (const auto key = plus_number_key(number)) return *key;
  std::uint64_t key = hash128(number).low;
  if (!number.starts_with('+')) key ^= account_key(account_id).low;
  return key | is_hash;
}

std::uint64_t realm_key(std::string_view realm) {
  return hash128(to_lower(realm)).low | 1;
}

std::uint64_t exact_realm_key(std::string_view realm) {
  return hash128(realm).low | 1;
}

std::uint64_t user_key(std::string_view realm, std::string_view user) {
  return FieldHash().add(to_lower(realm)).add(to_lower(user)).finish().low |
         is_hash;
}

std::uint64_t address_key(std::string_view address) {
  return FieldHash().add("address").add(address).finish().low | is_hash;
}

namespace {

// Writes the claims and failovers of a document into a summary.
class Summarizer {
public:
  Summarizer(const Connectivity& document, const Identity& identity,
             Summary& out)
      : document_(document), identity_(identity), out_(out) {}

  void server(const Server& server) {
    const auto position = static_cast<std::uint32_t>(server.position);
    for (const Did& did : server.dids) {
      const std::uint64_t key = number_key(identity_.account_id, did.number);
      mention(key, Claim::Sort::number, did.claim_rank, position, did.number,
              marks_of(did));
      failover(key, did, server);
    }
    if (document_.realm && server.username && !server.username->empty()) {
      mention(user_key(*document_.realm, *server.username), Claim::Sort::user,
              0, position, {});
    }
    if (server.ip) {
      mention(address_key(*server.ip), Claim::Sort::address, 0, position, {});
    }
  }

  // `below_account` is 1 if the numbers stand below `account`, otherwise 0.
  void parked(const Value* level, std::uint32_t below_account) {
    const Value* list = level ? level->find("DIDs_Unassigned") : nullptr;
    if (!list) return;
    const auto add = [&](std::string_view number, std::int64_t place,
                         std::uint8_t marks) {
      if (number.empty()) return;
      mention(number_key(identity_.account_id, normalized_number(number)),
              Claim::Sort::parked, place, below_account, number, marks);
    };
    for (const Member& number : members(*list)) {
      add(number.key, -1, marks_in(number.value));
    }
    for (const Value& number : items(*list)) {
      add(number.string_or_empty(), &number - list->items, 0);
    }
  }

private:
  static std::uint8_t marks_of(const Did& did) {
    unsigned marks = did.value ? marks_in(*did.value) : 0U;
    if (did.is_failover_marked) marks |= failover_feature;
    if (did.was_without_plus) marks |= without_plus;
    return static_cast<std::uint8_t>(marks);
  }

  void mention(std::uint64_t key, Claim::Sort sort, std::int64_t rank,
               std::uint32_t server, std::string_view number,
               std::uint8_t marks = 0) {
    out_.mentions.push_back(
        {key, static_cast<std::uint32_t>(out_.record.size()), sort, marks});
    append_head(out_.record,
                ClaimHead{marked_rank(rank, marks), server,
                          static_cast<std::uint32_t>(number.size())});
    out_.record += number;
  }

  // Adds the failover of the number that was mentioned last.
  void failover(std::uint64_t key, const Did& did, const Server& server) {
    for (const Failover& level :
         {did.settings.failover, server.settings.failover,
          document_.settings.failover}) {
      if (!level.present) continue;
      if (!level.number || level.number->empty()) return;
      const std::string to = normalized_number(*level.number);
      const std::uint64_t leads_to = number_key(identity_.account_id, to);
      if (leads_to != key) {
        out_.failovers.push_back({key, leads_to, out_.mentions.back().claim});
      }
      return;
    }
  }

  const Connectivity& document_;
  const Identity& identity_;
  Summary& out_;
};

}  // namespace

Summary summarize(const Connectivity& document, const Identity& identity,
                  Origin origin) {
  Summary out;
  out.account = account_key(identity.account_id);
  out.says.twoway_trunks = document.twoway_trunks;
  out.says.inbound_trunks = document.inbound_trunks;
  if (document.realm) {
    out.says.realm = realm_key(*document.realm);
    out.says.exact_realm = exact_realm_key(*document.realm);
  }
  std::size_t claims = document.servers.size();
  for (const Server& server : document.servers) claims += server.dids.size();
  out.mentions.reserve(claims);
  // Each claim and each finding will have a copy of the ids, so long ones are
  // shortened.
  std::string account_room, id_room;
  const std::string_view account = shown(identity.account_id, account_room);
  const std::string_view id = shown(identity.document_id, id_room);
  out.record.reserve(sizeof(DocumentHead) + account.size() + id.size() +
                     claims * (sizeof(ClaimHead) + 16));
  append_head(out.record,
              DocumentHead{origin, identity.content.high,
                           static_cast<std::uint32_t>(account.size()),
                           static_cast<std::uint32_t>(id.size())});
  out.record += account;
  out.record += id;
  Summarizer summarizer(document, identity, out);
  for (const Server& server : document.servers) summarizer.server(server);
  if (document.root) {
    summarizer.parked(document.root, 0);
    summarizer.parked(document.root->find("account"), 1);
  }
  return out;
}

namespace {

// The account id and the application follow it.
struct NumberHead {
  Rank rank;
  std::uint32_t account_size, used_by_size;
  std::uint64_t features;
};

constexpr std::string_view usual_application = "trunkstore";

}  // namespace

std::optional<UsualNumber> UsualNumber::of(const NumberDocument& number) {
  UsualNumber out;
  const auto revision = pack_digits(number.rank.revision);
  constexpr std::uint8_t usual = emergency_feature | caller_name_feature;
  if (number.used_by != usual_application || (number.features & ~usual) != 0 ||
      !revision || number.rank.generation >> feature_shift != 0 ||
      !out.account.pack(number.account_id)) {
    return {};
  }
  out.generation = static_cast<std::uint32_t>(number.rank.generation) |
                   std::uint32_t{number.features} / emergency_feature
                       << feature_shift;
  out.revision = *revision;
  return out;
}

StoredNumber::StoredNumber(const UsualNumber& number)
    : rank{number.generation & ((1U << UsualNumber::feature_shift) - 1),
           unpack_digits(number.revision), 0},
      says{number.account.text(), std::string(usual_application),
           static_cast<std::uint8_t>(
               (number.generation >> UsualNumber::feature_shift) *
               emergency_feature)} {}

void make_record(const NumberDocument& number, std::string& out) {
  std::string room;
  const std::string_view account = shown(number.account_id, room);
  out.clear();
  append_head(
      out, NumberHead{number.rank, static_cast<std::uint32_t>(account.size()),
                      static_cast<std::uint32_t>(number.used_by.size()),
                      number.features});
  out += account;
  out += number.used_by;
}

StoredNumber load_number(const SpillLog& log, std::uint64_t record) {
  std::string texts;
  const auto head =
      load<NumberHead>(log, record, texts, [](const NumberHead& number) {
        return std::size_t{number.account_size} + number.used_by_size;
      });
  StoredNumber out;
  out.rank = head.rank;
  out.says.used_by = texts.substr(head.account_size);
  texts.resize(head.account_size);
  out.says.account_id = std::move(texts);
  out.says.features = static_cast<std::uint8_t>(head.features);
  return out;
}

DocumentTexts load_document(const SpillLog& log, DocumentRef document) {
  std::string ids;
  const auto head =
      load<DocumentHead>(log, document, ids, [](const DocumentHead& its) {
        return std::size_t{its.account_size} + its.id_size;
      });
  DocumentTexts out;
  out.origin = head.origin;
  out.content = head.content;
  out.document_id = ids.substr(head.account_size);
  ids.resize(head.account_size);
  out.account_id = std::move(ids);
  return out;
}

Claim load_claim(const SpillLog& log, DocumentRef document, std::uint32_t claim,
                 Claim::Sort sort) {
  Claim out;
  out.sort = sort;
  DocumentTexts texts = load_document(log, document);
  const auto head =
      load<ClaimHead>(log, document + claim, out.number,
                      [](const ClaimHead& its) { return its.number_size; });
  out.document = document;
  out.origin = texts.origin;
  out.content = texts.content;
  out.account_id = std::move(texts.account_id);
  out.document_id = std::move(texts.document_id);
  out.server = head.server;
  out.marks = static_cast<std::uint8_t>(head.marked_rank >> rank_bits);
  out.rank = rank_in(head.marked_rank);
  return out;
}

}  // namespace trunklift
