// What a delivery does to what a target has.
#pragma once

#include <cstdint>

#include "ledger/delivery.h"
#include "ledger/known.h"
#include "model/balance.h"

namespace trunklift {

// What a target is to do. Rows are those of the delivery: records and their
// row of the ledger, or the row of context.
enum class Decision : std::uint8_t {
  none,          // nothing is known of it, and nothing is left to be known
  unchanged,     // the target has just that
  superseded,    // by what the target has
  insert,        // rows are written where there are none
  update,        // rows take the place of those that are there
  remove,        // rows that are there go
  note_removal,  // there are none, but that they are deleted is noted
  keep,          // the bytes are kept aside with the reasons
};

// The decision of one delivery beside what is `known` of its document.
Decision decide(const Known& known, const Delivery& delivery);

// Whether a decision changes records, context or what is noted of a document.
bool changes_rows(Decision decision);

// What two versions of a document do in one run, beside what was there before
// it: each was decided as if the other had not come, and `now` counts.
Decision in_place_of(Decision earlier, Decision now);

// What is known once the decision was carried out.
void note(Known& known, const Delivery& delivery, Decision decision);

// The bucket that a delivery is counted in: see Sink::write.
Bucket bucket_of(const Delivery& delivery, Decision decision);

}  // namespace trunklift
