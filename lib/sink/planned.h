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

// What happens to documents or context rows, in the order of telling.
enum class Action : std::uint8_t {
  insert,
  update,
  remove,   // deleted: its records go
  reject,   // kept aside
  vanish,   // marked: the inputs lack it
  prune,    // the same, and it goes
  restore,  // its mark goes: it was met again
  // Nothing happens:
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
  // Hexadecimal; "" if there is none. Of records, or of what has no records.
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

  // The target, as far as it tells; known when the sink is open.
  std::string place;     // "voip on db1": nothing secret
  int version = 0;       // of its tables; 0: there are none
  std::string made;      // when they were made, "" if unknown
  std::string last_run;  // id, "" if none

  // When the run is finished:
  std::array<std::array<std::uint64_t, action_count>, 6> counts =
      {};                                       // by Kind
  RowCounts rows_before = {}, rows_after = {};  // of documents that change
};

}  // namespace trunklift
