// What a delivery does, for each state of the document in the target.
#include "ledger/decision.h"

#include <catch2/catch.hpp>

#include "pairs.h"

namespace trunklift {
namespace {

using test::Offer;
using test::State;

// In the order of the enumerators.
std::string name_of(Decision decision) {
  constexpr const char* names[] = {"none",         "unchanged", "superseded",
                                   "insert",       "update",    "remove",
                                   "note_removal", "keep"};
  return names[static_cast<std::size_t>(decision)];
}

// What is wrong, a line each: "unnoted older ... loaded, load: insert".
std::string wrong(const std::vector<State>& states,
                  const std::vector<std::string>& deliveries,
                  const std::vector<test::PairRow>& rows, bool is_context) {
  std::string out;
  for (const State& state : states) {
    for (const std::string& delivery : deliveries) {
      Offer offer(state, delivery, "a", "d");
      if (delivery == "row")
        offer.records().rows.emplace_back(TableId::legacy_number);
      Known known = test::known_of(state, is_context);
      const Decision expected = test::decision_in(rows, state, delivery);
      // Marks decide of the end of a run, and of nothing else.
      for (const bool marked : {false, true}) {
        known.vanished = known.seen = marked;
        const Decision decision = decide(known, offer.delivery());
        if (decision == expected) continue;
        out +=
            state.words() + ", " + delivery + ": " + name_of(decision) + "\n";
      }
    }
  }
  return out;
}

TEST_CASE("what is known decides what a delivery of a document does") {
  CHECK(wrong(test::document_states(), test::document_deliveries,
              test::document_rows(), false) == "");
}

TEST_CASE("what is known decides what a delivery of context does") {
  CHECK(wrong(test::context_states(), test::context_deliveries,
              test::context_rows(), true) == "");
}

TEST_CASE("that an earlier version came changes no decision") {
  const State state{"earlier", "older", "lower", "other", "loaded"};
  const Known known = test::known_of(state, false);
  for (const std::string& delivery : test::document_deliveries) {
    const Offer offer(state, delivery, "a", "d");
    CHECK(decide(known, offer.delivery(true)) ==
          decide(known, offer.delivery(false)));
  }
}

TEST_CASE("what was carried out is known") {
  const State state{"earlier", "older", "lower", "other", "loaded"};
  const auto after = [&](const std::string& delivery) {
    Known known = test::known_of(state, delivery == "nothing");
    Offer offer(state, delivery, "a", "d");
    note(known, offer.delivery(), decide(known, offer.delivery()));
    return known;
  };
  const Known loaded = after("load");
  CHECK(loaded.rank() == Rank{2, rank_of("2-a", {}).revision, 0});
  CHECK(loaded.content == test::offered_content.high);
  CHECK(loaded.records == test::offered_records);
  CHECK((loaded.in_target && loaded.this_run));
  // It was loaded when the run began, whatever became of it.
  CHECK(loaded.loaded);
  const Known removed = after("remove");
  CHECK(removed.records == Hash128{});
  CHECK((removed.in_target && removed.this_run && removed.loaded));
  CHECK_FALSE(after("nothing").in_target);
  // What changes no rows leaves all as it was.
  for (const auto* delivery : {"settled", "remove branch", "reject"}) {
    CHECK(after(delivery).content == test::content_of(state).high);
    CHECK_FALSE(after(delivery).this_run);
  }
}

TEST_CASE("what was loaded unnoted is known once it is noted") {
  const State state{"unnoted", "older", "lower", "other", "loaded"};
  Known known = test::known_of(state, true);
  const Offer nothing(state, "nothing", "a", "d");
  note(known, nothing.delivery(), decide(known, nothing.delivery()));
  CHECK(decide(known, nothing.delivery()) == Decision::none);
}

TEST_CASE("two versions in one run change what the second does beside both") {
  using enum Decision;
  for (const Decision earlier : {insert, update, remove, note_removal}) {
    CHECK(in_place_of(earlier, unchanged) == update);
    CHECK(in_place_of(earlier, insert) == insert);
    CHECK(in_place_of(earlier, remove) == remove);
    CHECK(in_place_of(earlier, superseded) == superseded);
  }
  for (const Decision earlier : {none, unchanged, superseded, keep}) {
    CHECK(in_place_of(earlier, unchanged) == unchanged);
  }
}

TEST_CASE("a delivery is counted by what is decided of records") {
  const State state{"absent", "older", "lower", "other", "loaded"};
  const Offer load(state, "load", "a", "d"), remove(state, "remove", "a", "d");
  CHECK(bucket_of(load.delivery(), Decision::insert) == Bucket::loaded);
  CHECK(bucket_of(load.delivery(), Decision::update) == Bucket::loaded);
  CHECK(bucket_of(load.delivery(), Decision::unchanged) == Bucket::unchanged);
  CHECK(bucket_of(load.delivery(), Decision::superseded) == Bucket::superseded);
  CHECK(bucket_of(remove.delivery(), Decision::superseded) == Bucket::skipped);
}

}  // namespace
}  // namespace trunklift
