// What is remembered of all documents, for what depends on several of them.
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

// Fed by one thread with every version of every document; what it says at the
// end does not depend on their order. Whatever is beyond `memory` bytes is in
// unnamed temporary files: for sorting some 50 bytes a document, 24 a number,
// user, address and document of a number, and 64 a failover; then the ids and
// numbers of trunkstore documents, and what those of numbers say. In memory are
// only failovers between numbers that lead on and are led to, some 100 bytes
// each.
class Corpus {
public:
  explicit Corpus(std::size_t memory);

  // The version of the highest rank counts of several; of rejected ones each
  // does.
  void add(Hash128 version, const Rank& rank, const Summary& summary);
  void add_deleted(Hash128 version, const Rank& rank);
  // A number's document. Where one number has several, the one of the highest
  // rank counts.
  void add_number(const NumberDocument& number);
  // The document of an account or of its limits.
  void add_context(std::string_view account_id, Kind kind, const Rank& rank,
                   const AccountContext& says);

  // How many of the versions that do not count...
  struct Superseded {
    std::uint64_t accepted = 0;
    std::uint64_t deleted = 0;
  };
  using Emit = std::function<void(const CorpusFinding&)>;
  // Once, at the end. Findings come number by number and account by account.
  Superseded finish(const RuleSet& rules, const Emit& emit);

private:
  enum class State : std::uint8_t { accepted, deleted, rejected };

  // One of a group comes first: the version that counts, then the rejected
  // versions, the latest first.
  struct Version {
    Hash128 key;
    Rank rank;
    DocumentRef document;  // none if deleted
    State state;
    bool operator<(const Version& other) const;
  };
  // A number, a user or an address: what is said of one stands together.
  class CorpusKey {
  public:
    enum Flag : std::uint64_t {
      sort_bits = 3,
      rejected = 4,
      is_document = 8,  // of the number itself
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
    // Or the revision of a usual document. The highest bit of a claim says that
    // it has marks.
    std::uint32_t claim = 0;
    std::uint32_t account = 0;  // some bits of its key
    // For a usual document of a number; `record` is that of the account's id.
    CorpusKey(std::uint64_t its_key, std::uint64_t its_record,
              std::uint32_t its_account, const UsualNumber& number)
        : key(its_key),
          claim(number.revision),
          account(its_account),
          record_(its_record | is_document | is_usual |
                  std::uint64_t{number.generation} << record_bits) {}

    // In the log: a DocumentRef, or that of a number document.
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
    // Without branches. Several claims of one document come in any order.
    bool operator<(const CorpusKey& other) const {
      return (key < other.key) |
             ((key == other.key) & (record_ < other.record_));
    }

  private:
    // Records start at multiples of it, and no log has a tebibyte.
    static constexpr std::uint64_t flags_of = SpillLog::alignment - 1;
    static constexpr int record_bits = 64 - UsualNumber::generation_bits;
    static constexpr std::uint64_t record_mask =
        (std::uint64_t{1} << record_bits) - 1;
    std::uint64_t record_ = 0;
  };
  // A failover from one number to another, seen from each of them.
  struct Failover {
    std::uint64_t key, other;
    DocumentRef document;
    std::uint32_t claim;
    bool leaves;  // false: it comes to `key` from `other`
    auto operator<=>(const Failover&) const = default;
  };
  // Context first, the highest rank first; then the documents.
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
  std::string record_;  // made anew for each number
  // Where the ids of accounts are that had numbers of late.
  struct KnownAccount {
    Hash128 key;
    std::uint64_t record;
  };
  std::vector<KnownAccount> known_accounts_;  // by a part of the key
  bool any_account_document_ = false;
  bool any_document_without_plus_ = false;
  std::bitset<NumberRange::count> documented_;  // ranges with any document
  SpillSorter<Version> versions_;
  SpillSorter<CorpusKey> mentions_;
  SpillSorter<Failover> failovers_;
  SpillSorter<Statement> statements_;
  std::vector<bool> dropped_;  // by place in the log; empty if none is
};

}  // namespace trunklift
