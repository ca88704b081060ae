// Revisions decide first, then hashes.
#include "ledger/decision.h"

namespace trunklift {
namespace {

bool may_be_there(const Known& known) {
  return known.in_target || known.unnoted;
}

// How the revision that an earlier run wrote compares with the offered one. If
// one of them has no revision, the one in the target is earlier. Versions has
// decided between versions of this run before, so any that this run wrote is
// earlier.
enum class Revision : std::uint8_t { earlier, same, later };
Revision compared(const Known& known, const Identity& offered) {
  if (!known.in_target || known.this_run) return Revision::earlier;
  Known other;
  other.set_written(offered, {});
  const Rank now = other.rank();
  if (now.generation == 0) return Revision::earlier;
  return known.rank() == now  ? Revision::same
         : known.rank() > now ? Revision::later
                              : Revision::earlier;
}

Decision decide(const Known& known, const Delivery& delivery,
                const Delivery::Load& load) {
  if (!may_be_there(known)) return Decision::insert;
  if (!known.in_target || known.this_run) return Decision::update;
  const Revision revision = compared(known, delivery.identity);
  if (revision == Revision::later) return Decision::superseded;
  if (load.settled || known.records == load.record_hash) {
    return Decision::unchanged;
  }
  // At the same revision, a version that is not deleted counts more, and then
  // the one with the higher hash, whichever came first.
  return revision == Revision::same && known.loaded &&
                 known.content > delivery.identity.content.high
             ? Decision::superseded
             : Decision::update;
}

Decision decide(const Known& known, const Delivery& delivery,
                const Delivery::Remove& /*remove*/) {
  const Identity& identity = delivery.identity;
  const Revision revision = compared(known, identity);
  if (revision == Revision::later ||
      (revision == Revision::same &&
       (known.loaded || known.content > identity.content.high))) {
    return Decision::superseded;
  }
  if (known.in_target && (spares(identity, known.rank()) ||
                          known.content == identity.content.high)) {
    return Decision::unchanged;
  }
  return may_be_there(known) ? Decision::remove : Decision::note_removal;
}

Decision decide(const Known& /*known*/, const Delivery& /*delivery*/,
                const Delivery::Reject& /*reject*/) {
  return Decision::keep;
}

// A document that no longer says anything removes its row.
Decision decide(const Known& known, const Delivery& delivery,
                const Delivery::Context& context) {
  const Identity& identity = delivery.identity;
  const bool says_nothing = context.records.rows.empty();
  const Revision revision = compared(known, identity);
  if (revision == Revision::later ||
      (revision == Revision::same &&
       (says_nothing || known.content > identity.content.high))) {
    return Decision::superseded;
  }
  if (says_nothing) {
    return may_be_there(known) ? Decision::remove : Decision::none;
  }
  if (!may_be_there(known)) return Decision::insert;
  return known.in_target && known.records.low == context.record_hash.low
             ? Decision::unchanged
             : Decision::update;
}

}  // namespace

Decision decide(const Known& known, const Delivery& delivery) {
  return std::visit(
      [&](const auto& what) { return decide(known, delivery, what); },
      delivery.what);
}

bool changes_rows(Decision decision) {
  return decision == Decision::insert || decision == Decision::update ||
         decision == Decision::remove || decision == Decision::note_removal;
}

Decision in_place_of(Decision earlier, Decision now) {
  // The earlier version changed the rows, so they must be changed back.
  return changes_rows(earlier) && now == Decision::unchanged ? Decision::update
                                                             : now;
}

void note(Known& known, const Delivery& delivery, Decision decision) {
  if (!changes_rows(decision)) return;
  const auto* load = std::get_if<Delivery::Load>(&delivery.what);
  known.set_written(delivery.identity, load ? load->record_hash : Hash128{});
  // A deleted document leaves a ledger row; an account, limits or number
  // document leaves nothing.
  if (delivery.is<Delivery::Context>() && decision == Decision::remove) {
    known.in_target = 0;
  }
}

Bucket bucket_of(const Delivery& delivery, Decision decision) {
  if (!delivery.is<Delivery::Load>()) return Bucket::skipped;
  return decision == Decision::unchanged    ? Bucket::unchanged
         : decision == Decision::superseded ? Bucket::superseded
                                            : Bucket::loaded;
}

}  // namespace trunklift
