// Documents of all inputs, brought together by account.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/gatherer.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"
#include "model/document.h"

namespace trunklift {

// The documents of one account, in the versions that count.
struct AccountTexts {
  struct Document {
    Kind kind;
    std::string id;
    std::size_t begin, size;  // of its text, in AccountBatch::bytes
  };
  std::string account_id;
  std::vector<Document> documents;  // by kind and id

  std::size_t size() const;  // of all texts, in bytes
};

// Some accounts, in order of their ids. The parser may read behind each text.
struct AccountBatch {
  std::string bytes;
  std::vector<AccountTexts> accounts;
};
inline std::size_t bytes_in_flight(const AccountBatch& batch) {
  return batch.bytes.size();
}

// Texts are in a temporary file, and so is what is more than some MiB of 104
// bytes a document and 48 a number document. Used by one thread at a time.
class AccountStore {
public:
  AccountStore();

  void add(const GatheredDocument& document);
  // Whether accounts are left out in which no trunkstore document is wanted.
  void keep_wanted_only() { wanted_only_ = true; }

  // Whether the accounts can be gone through twice, and assignments asked for.
  void keep_all() { keeps_ = true; }
  // Begins again with the first account, after the last one.
  void rewind();
  // The account that each number is assigned to, in a state that answers calls:
  // hashes of both, see key_of. Some numbers come more than once. After next().
  struct Assignment {
    std::uint64_t number, account;
    auto operator<=>(const Assignment&) const = default;
  };
  SpillSorter<Assignment>& assignments() { return assignments_; }
  static std::uint64_t key_of(std::string_view id);

  // Once all were added: the next accounts, or nothing at the end.
  std::optional<AccountBatch> next();

private:
  struct Record {
    // What the id of the account begins with, so that accounts come in order,
    // and a hash of all of it.
    std::array<char, 16> begins;
    std::uint64_t account;
    std::uint8_t kind;
    std::uint64_t document;  // a hash of its id
    Rank rank;
    bool is_tombstone, is_wanted;
    std::uint64_t offset;  // in the log
    std::uint32_t size;    // there
    std::uint32_t text;    // where the text begins; of a tombstone, ancestors

    auto operator<=>(const Record&) const = default;
    bool is_of_account(const Record& other) const {
      return begins == other.begins && account == other.account;
    }
    bool is_of_document(const Record& other) const {
      return is_of_account(other) && kind == other.kind &&
             document == other.document;
    }
  };
  // A document of a number, before it is known which version counts.
  struct NumberRecord {
    std::uint64_t number;  // a hash of it
    std::uint64_t generation, revision;
    std::uint64_t account;  // a hash of its id
    std::uint64_t offset;   // in the log
    std::uint32_t size;     // there; 0 of one that says nothing of calls
    std::uint32_t text;     // see Record
    bool answers_calls, is_tombstone;

    auto operator<=>(const NumberRecord&) const = default;
    bool is_of_revision(const NumberRecord& other) const {
      return number == other.number && generation == other.generation &&
             revision == other.revision;
    }
  };
  using Records = std::vector<Record>;

  std::string_view entry_of(const GatheredDocument& document,
                            std::uint32_t& text);
  void add_number(const GatheredDocument& document);
  void settle_numbers();
  void settle_number(std::span<const NumberRecord> versions);
  const Record* counting(const Record* first, const Record* last) const;
  std::vector<Rank> ancestors(const Record& record) const;
  bool read_group();
  void keep_group();
  bool read_kept_group();
  void append(const Record& record, AccountBatch& batch) const;

  SpillLog log_;
  std::string entry_;  // for the log
  SpillSorter<Record> sorter_;
  SpillSorter<NumberRecord> numbers_;
  SpillSorter<Assignment> assignments_;
  bool wanted_only_ = false;
  // Of accounts that were handed out: how many records, and these.
  bool keeps_ = false, again_ = false;
  SpillLog handed_out_;
  std::uint64_t at_ = 0;  // of the next ones, when they come again
  bool is_settled_ = false;
  const Record* ahead_ = nullptr;  // the first of the next account
  Records group_;
};

}  // namespace trunklift
