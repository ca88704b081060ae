// Collects how ready documents are, and sums it up by account.
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

// What a rule makes of a document, for that.
struct Mark {
  std::uint16_t rule = 0;  // its number; 0: none
  Ready ready = Ready::clean;
  bool blocks = false;  // it is rejected by this
  auto operator<=>(const Mark&) const = default;
};

// The rules of findings, each once, without those that change nothing.
std::vector<Mark> marks_of(std::span<const Finding> findings);

// The one of the highest rank counts of several versions of a document,
// whatever their order. Beyond `memory` bytes, some 90 a document and mark are
// in temporary files.
class ReadinessCount {
public:
  explicit ReadinessCount(std::size_t memory);

  // A version of a document; `deleted` ones are no documents.
  void add(std::string_view account_id, Hash128 document, const Rank& rank,
           bool deleted, std::span<const Mark> marks);
  // What shows of it later.
  void add_late(std::string_view account_id, Hash128 document,
                std::span<const Mark> marks);
  // One that does not say whose it is.
  void add_unassigned() { ++unassigned_; }

  // Once, at the end. Accounts that are not clean are handed to `account`, in
  // an order that only depends on their ids. `rules`: all there are.
  Readiness finish(std::span<const Rule* const> rules,
                   const std::function<void(const AccountReadiness&)>& account);

private:
  enum class State : std::uint8_t { late, document, deleted };
  struct Record {
    Hash128 account, document;
    Rank rank;
    std::uint64_t name;  // in the log: size and text
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
