// Counts how ready accounts are to be migrated.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/spill_log.h"
#include "base/spill_sorter.h"
#include "model/document.h"
#include "model/readiness.h"

namespace trunklift {

// How one rule changes the readiness of a document.
struct Mark {
  std::uint16_t rule = 0;  // number_of the rule; 0: none
  Ready ready = Ready::clean;
  bool blocks = false;  // the rule rejects the document
  auto operator<=>(const Mark&) const = default;
};

// One mark for each rule that has findings, without rules that change nothing.
std::vector<Mark> marks_of(std::span<const Finding> findings);

// If a document has several versions, the one of the highest rank counts, in
// whatever order they come. Up to `memory` bytes are in memory; beyond that,
// some 90 bytes for each mark of a document are in temporary files.
class ReadinessCount {
public:
  explicit ReadinessCount(std::size_t memory);

  // Adds a version of a document. A document whose version that counts is
  // `deleted` is not counted.
  void add(std::string_view account_id, Hash128 document, const Rank& rank,
           bool deleted, std::span<const Mark> marks);
  // Adds marks that were found after the document was added, whichever version
  // counts.
  void add_late(std::string_view account_id, Hash128 document,
                std::span<const Mark> marks);
  // Counts a document that names no account.
  void add_unassigned() { ++unassigned_; }

  // May be called once, at the end. Calls `account` for each account that is
  // not clean, in an order that depends only on the account ids. `rules` are
  // all rules that marks may name.
  Readiness finish(std::span<const Rule* const> rules,
                   const std::function<void(const AccountReadiness&)>& account);

private:
  enum class State : std::uint8_t { late, document, deleted };
  struct Record {
    Hash128 account, document;
    Rank rank;
    std::uint64_t name;  // place in the log of the account id's size and text
    Mark mark;
    State state;
    bool operator<(const Record& other) const;
  };
  void add(const Record& record, std::span<const Mark> marks);
  std::uint64_t name_of(std::string_view account_id, Hash128 account);

  SpillLog names_;
  SpillSorter<Record> records_;
  Hash128 last_account_;  // documents of one account often stand together
  std::uint64_t last_name_ = 0;
  std::uint64_t unassigned_ = 0;
};

}  // namespace trunklift
