// Records of documents for the rules across documents.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/packed_id.h"
#include "base/spill_log.h"
#include "check/rule.h"
#include "model/document.h"
#include "model/legacy.h"

namespace trunklift {

// Records hold ids as reports show them (base/shortened.h). This form also
// decides the order of ids of more than 256 characters.

// What one trunkstore document adds to the corpus. Any thread may make it. It
// does not point into the document.
struct Summary {
  struct CorpusKey {
    std::uint64_t key;    // see number_key, user_key, address_key
    std::uint32_t claim;  // offset of the claim in `record`
    Claim::Sort sort;
    std::uint8_t marks;  // see Claim
  };
  // The failover of a claimed number, if it leads to another number.
  struct Failover {
    std::uint64_t from, to;  // number keys
    std::uint32_t claim;
  };
  Hash128 account;
  AccountContext says;
  std::vector<CorpusKey> mentions;
  std::vector<Failover> failovers;
  std::string record;     // for load_document and load_claim
  bool rejected = false;  // not converted, but in force today
};

Summary summarize(const Connectivity& document, const Identity& identity,
                  Origin origin);

Hash128 account_key(std::string_view account_id);

// The key of a number. Each E.164 number has a key of its own, and these keys
// sort like the numbers. Other numbers are hashed, so two may share a key.
// Numbers without a plus are local to their account.
std::uint64_t number_key(std::string_view account_id, std::string_view number);
// Returns nothing if the number is not "+" and up to 15 digits.
std::optional<std::uint64_t> plus_number_key(std::string_view number);

std::uint64_t user_key(std::string_view realm, std::string_view user);
std::uint64_t address_key(std::string_view address);

// The E.164 numbers that begin with the same four digits. The platform keeps
// their documents in one database.
struct NumberRange {
  static constexpr std::size_t count = 1 << 16;
  // Returns `count` for keys of other numbers, of users and of addresses.
  static std::size_t of(std::uint64_t key) {
    return std::min<std::uint64_t>(key >> 44, count);
  }
};

// What a number document says. It does not own its texts.
struct NumberDocument {
  std::uint64_t key = 0;
  Rank rank;
  std::string_view account_id, used_by;  // see Assignment
  std::uint8_t features = 0;             // NumberFeature
};
// The short form of a number document. Most number documents fit it: trunkstore
// uses the number, there is no failover, and ids and revisions look like the
// platform's own.
struct UsualNumber {
  static constexpr int generation_bits = 24;
  // The bits from here on are emergency_feature and caller_name_feature.
  static constexpr int feature_shift = 22;
  PackedId account;
  std::uint32_t generation = 0, revision = 0;

  static std::optional<UsualNumber> of(const NumberDocument& number);
};
// Makes the record that load_number reads.
void make_record(const NumberDocument& number, std::string& out);
struct StoredNumber {
  StoredNumber() = default;
  explicit StoredNumber(const UsualNumber& number);
  Rank rank;
  Assignment says;
};
StoredNumber load_number(const SpillLog& log, std::uint64_t record);

// What the log holds about a document as a whole.
struct DocumentTexts {
  std::string account_id, document_id;
  Origin origin;
  std::uint64_t content = 0;  // tells versions of a document apart
};
DocumentTexts load_document(const SpillLog& log, DocumentRef document);
Claim load_claim(const SpillLog& log, DocumentRef document, std::uint32_t claim,
                 Claim::Sort sort);

}  // namespace trunklift
