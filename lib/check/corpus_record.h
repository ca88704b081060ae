// How a document is written down for the rules that look across documents.
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

// Ids are kept as they are shown (base/shortened.h): of two that have more than
// 256 characters, that decides which comes first.

// What one trunkstore document contributes. Made by any thread; the document
// is gone when the rules run.
struct Summary {
  struct CorpusKey {
    std::uint64_t key;    // see number_key, user_key, address_key
    std::uint32_t claim;  // where in `record` the claim starts
    Claim::Sort sort;
    std::uint8_t marks;  // see Claim
  };
  // The failover in force of a claimed number, if it is a number.
  struct Failover {
    std::uint64_t from, to;  // number keys
    std::uint32_t claim;
  };
  Hash128 account;
  AccountContext says;
  std::vector<CorpusKey> mentions;
  std::vector<Failover> failovers;
  std::string record;     // for load_document and load_claim
  bool rejected = false;  // it claims numbers today, but is not converted
};

Summary summarize(const Connectivity& document, const Identity& identity,
                  Origin origin);

Hash128 account_key(std::string_view account_id);

// Numbers in E.164 form have a key of their own, and keys sort as they do.
// Others may share one. Short numbers are local to their account.
std::uint64_t number_key(std::string_view account_id, std::string_view number);
// Nothing for other numbers than those of E.164.
std::optional<std::uint64_t> plus_number_key(std::string_view number);

std::uint64_t user_key(std::string_view realm, std::string_view user);
std::uint64_t address_key(std::string_view address);

// The numbers of E.164 that begin with the same four digits: the documents of
// those are in one database of the platform.
struct NumberRange {
  static constexpr std::size_t count = 1 << 16;
  // `count` for keys of other numbers, users and addresses.
  static std::size_t of(std::uint64_t key) {
    return std::min<std::uint64_t>(key >> 44, count);
  }
};

// What a document of a number says. Texts are owned by whoever made it.
struct NumberDocument {
  std::uint64_t key = 0;
  Rank rank;
  std::string_view account_id, used_by;  // see Assignment
  std::uint8_t features = 0;             // NumberFeature
};
// Most say that trunkstore uses the number, have no failover, and ids and
// revisions as the platform makes them.
struct UsualNumber {
  static constexpr int generation_bits = 24;
  // The highest of these bits say what it has: an address, a name.
  static constexpr int feature_shift = 22;
  PackedId account;
  std::uint32_t generation = 0, revision = 0;

  static std::optional<UsualNumber> of(const NumberDocument& number);
};
// For load_number.
void make_record(const NumberDocument& number, std::string& out);
struct StoredNumber {
  StoredNumber() = default;
  explicit StoredNumber(const UsualNumber& number);
  Rank rank;
  Assignment says;
};
StoredNumber load_number(const SpillLog& log, std::uint64_t record);

// The texts of a record in the log.
struct DocumentTexts {
  std::string account_id, document_id;
  Origin origin;
  std::uint64_t content = 0;  // tells versions of a document apart
};
DocumentTexts load_document(const SpillLog& log, DocumentRef document);
Claim load_claim(const SpillLog& log, DocumentRef document, std::uint32_t claim,
                 Claim::Sort sort);

}  // namespace trunklift
