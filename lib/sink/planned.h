// What a run would do to a target, document by document.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "model/document.h"

namespace trunklift {

// What happens to a document or a context row. Plans list the actions in this
// order.
enum class Action : std::uint8_t {
  insert,
  update,
  remove,   // it was deleted, and its records go
  reject,   // it is kept aside
  vanish,   // it is marked, because the inputs lack it
  prune,    // it goes, because the inputs lack it
  restore,  // its mark goes, because it was met again
  // In these cases nothing happens.
  unchanged,
  superseded,
};
inline constexpr std::size_t action_count = 9;
std::string_view action_name(Action action);  // "insert"

// The tables that rows of one document are in: trunk, device, phone_number.
using RowCounts = std::array<std::uint64_t, 3>;

struct PlannedChange {
  Action action = Action::insert;
  Kind kind = Kind::trunkstore;
  std::string account_id, document_id;
  // Hashes of its records, or of its bytes if it has no records. They are in
  // hexadecimal, and "" if there is none.
  std::string before, after;
  // Changes when anybody writes the rows that it has in the target; "" if it
  // has none, or if nobody can tell.
  std::string state;
  RowCounts rows_before = {}, rows_after = {};
};

// Where a plan is made, and what comes of it. Nothing is written to the target.
struct PlannedRun {
  // Called when the run is finished, with all that would happen.
  std::function<void(const PlannedChange&)> each = {};

  // What the target tells of itself. It is known when the sink is open.
  std::string place;     // "voip on db1": nothing secret
  int version = 0;       // the version of its tables, 0 if it has none
  std::string made;      // the time when they were made, "" if unknown
  std::string last_run;  // the id of the last run, "" if there is none

  // What is known when the run is finished.
  std::array<std::array<std::uint64_t, action_count>, 6> counts =
      {};                                       // by Kind
  RowCounts rows_before = {}, rows_after = {};  // of documents that change
};

}  // namespace trunklift
