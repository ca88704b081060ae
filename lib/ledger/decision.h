// Decides what a delivery does to the rows of a target.
#pragma once

#include <cstdint>

#include "ledger/delivery.h"
#include "ledger/known.h"
#include "model/balance.h"

namespace trunklift {

// What the target has to do. "Rows" are the records of the delivery with their
// ledger row, or the row of an account, limits or number document.
enum class Decision : std::uint8_t {
  none,          // nothing is there, and nothing will be
  unchanged,     // the target has the same rows
  superseded,    // the target has a version that counts more
  insert,        // write rows; there are none
  update,        // replace the rows that are there
  remove,        // remove the rows that are there
  note_removal,  // there are no rows; note the deletion
  keep,          // keep the bytes with the reasons
};

// The decision about one delivery; `known` is what the target has of its
// document.
Decision decide(const Known& known, const Delivery& delivery);

// Whether the decision changes any row of the target.
bool changes_rows(Decision decision);

// The decision for a later version that replaces an earlier one of the same
// run. `earlier` and `now` were decided as if the other version had not come.
Decision in_place_of(Decision earlier, Decision now);

// Updates `known` after the decision was carried out.
void note(Known& known, const Delivery& delivery, Decision decision);

// The bucket that a delivery is counted in: see Sink::write.
Bucket bucket_of(const Delivery& delivery, Decision decision);

}  // namespace trunklift
