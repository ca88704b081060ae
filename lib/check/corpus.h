// Remembers what rules across documents need, and runs these rules at the end.
#pragma once

#include <bitset>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"
#include "check/corpus_record.h"
#include "check/rule.h"
#include "model/document.h"

namespace trunklift {

// One thread adds every version of every document. The findings do not depend
// on the order. Up to `memory` bytes are in memory, and the rest is in unnamed
// temporary files: to sort, some 50 bytes for each document, 24 for each
// number, user, address and number document, and 64 for each failover; also the
// ids and numbers of trunkstore documents, and what number documents say. In
// addition, the failovers between numbers that failovers lead both to and from
// are in memory, some 100 bytes each.
class Corpus {
public:
  explicit Corpus(std::size_t memory);

  // Adds a version of a document. Of several versions, the one of the highest
  // rank counts; rejected versions all count.
  void add(Hash128 version, const Rank& rank, const Summary& summary);
  void add_deleted(Hash128 version, const Rank& rank);
  // Adds a number document. If a number has several, the one of the highest
  // rank counts.
  void add_number(const NumberDocument& number);
  // Adds an account or limits document.
  void add_context(std::string_view account_id, Kind kind, const Rank& rank,
                   const AccountContext& says);

  // How many versions do not count because a better one came.
  struct Superseded {
    std::uint64_t accepted = 0;
    std::uint64_t deleted = 0;
  };
  using Emit = std::function<void(const CorpusFinding&)>;
  // May be called once, at the end. Findings come number by number, then
  // account by account.
  Superseded finish(const RuleSet& rules, const Emit& emit);

private:
  enum class State : std::uint8_t { accepted, deleted, rejected };

  // Within a document, the version that counts comes first, then other
  // versions, then the rejected ones, the latest first.
  struct Version {
    Hash128 key;
    Rank rank;
    DocumentRef document;  // 0 if deleted
    State state;
    bool operator<(const Version& other) const;
  };
  // A claim on a number, user or address, or the document of a number. All
  // records of one of these are sorted together.
  class CorpusKey {
  public:
    enum Flag : std::uint64_t {
      sort_bits = 3,
      rejected = 4,
      is_document = 8,  // it is the document of the number
      is_usual = 16,    // see UsualNumber
    };
    CorpusKey() = default;
    CorpusKey(std::uint64_t its_key, std::uint64_t its_record,
              std::uint32_t its_claim, std::uint32_t its_account,
              std::uint64_t flags)
        : key(its_key),
          claim(its_claim),
          account(its_account),
          record_(its_record | flags) {}

    std::uint64_t key = 0;
    // The offset of the claim, with `marked` if it has marks; or the revision
    // of a usual number document.
    std::uint32_t claim = 0;
    std::uint32_t account = 0;  // some bits of account_key
    // For a usual number document. Its record has only the account id.
    CorpusKey(std::uint64_t its_key, std::uint64_t its_record,
              std::uint32_t its_account, const UsualNumber& number)
        : key(its_key),
          claim(number.revision),
          account(its_account),
          record_(its_record | is_document | is_usual |
                  std::uint64_t{number.generation} << record_bits) {}

    // The place in the log: a DocumentRef, or the record of a number document.
    std::uint64_t record() const { return record_ & record_mask & ~flags_of; }
    std::uint32_t generation() const {
      return static_cast<std::uint32_t>(record_ >> record_bits);
    }
    bool has(Flag flag) const { return (record_ & flag) != 0; }
    static constexpr std::uint32_t marked = std::uint32_t{1} << 31;
    bool is_marked() const { return !has(is_document) && (claim & marked); }
    Claim::Sort sort() const {
      return static_cast<Claim::Sort>(record_ & sort_bits);
    }
    // Has no branches, which makes sorting faster. The order of claims of the
    // same document is not defined.
    bool operator<(const CorpusKey& other) const {
      return (key < other.key) |
             ((key == other.key) & (record_ < other.record_));
    }

  private:
    // Records start at multiples of the alignment, and no log has a tebibyte.
    // So these bits and the highest ones are free for other data.
    static constexpr std::uint64_t flags_of = SpillLog::alignment - 1;
    static constexpr int record_bits = 64 - UsualNumber::generation_bits;
    static constexpr std::uint64_t record_mask =
        (std::uint64_t{1} << record_bits) - 1;
    std::uint64_t record_ = 0;
  };
  // A failover from one number to another. There is one record for each end of
  // it.
  struct Failover {
    std::uint64_t key, other;
    DocumentRef document;
    std::uint32_t claim;
    bool leaves;  // true: from `key` to `other`; false: to `key`
    auto operator<=>(const Failover&) const = default;
  };
  // What a document says about its account. Account and limits documents come
  // first, by rank from the highest; then trunkstore documents.
  struct Statement {
    Hash128 account;
    Rank rank;
    DocumentRef document;
    AccountContext says;
    Kind kind;
    bool rejected;
    bool operator<(const Statement& other) const;
  };

  void settle_version(std::span<const Version> versions, const Emit& emit,
                      Superseded& superseded);
  void report_twins(std::span<const Version> versions, const Emit& emit);
  static bool is_plain(std::span<const CorpusKey> mentions);
  void check_mentions(std::span<const CorpusKey> mentions, const RuleSet& rules,
                      const Emit& emit);
  void check_number(std::vector<Claim> claims, const Assignment* assignment,
                    bool in_documented, const RuleSet& rules,
                    std::vector<CorpusFinding>& findings);
  void check_failovers(const Emit& emit);
  void check_account(std::span<const Statement> statements,
                     const RuleSet& rules, const Emit& emit);
  std::uint64_t record_of(const PackedId& account, const Hash128& key);
  StoredNumber load(const CorpusKey& document) const;
  void drop(DocumentRef document);
  bool counts(DocumentRef document) const;

  SpillLog documents_;
  std::string record_;  // reused for each number
  // An account that had number documents lately, and the record of its id.
  struct KnownAccount {
    Hash128 key;
    std::uint64_t record;
  };
  std::vector<KnownAccount> known_accounts_;  // a cache, by a part of the key
  bool any_account_document_ = false;
  bool any_document_without_plus_ = false;
  std::bitset<NumberRange::count> documented_;  // with number documents
  SpillSorter<Version> versions_;
  SpillSorter<CorpusKey> mentions_;
  SpillSorter<Failover> failovers_;
  SpillSorter<Statement> statements_;
  std::vector<bool> dropped_;  // by place in the log; empty if none was dropped
};

}  // namespace trunklift
