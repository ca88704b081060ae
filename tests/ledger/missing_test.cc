// What becomes of documents at the end of a run.
#include "ledger/missing.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

// Of an account "covered" nothing is elsewhere.
bool covers(std::string_view account, std::string_view, const Rank& rank) {
  return account == "covered" &&
         rank == Rank{2, rank_of("2-a", {}).revision, 0};
}

Known known_of(bool seen, bool loaded, bool vanished) {
  Known out;
  out.set_document("2-a", "", "", loaded);
  out.seen = seen;
  out.vanished = vanished;
  return out;
}

TEST_CASE("a document vanishes if it had records and was not met") {
  struct Case {
    bool seen, loaded, vanished;
    AtEnd kept, pruned;  // where the account is covered
    AtEnd not_covered;
  };
  using enum AtEnd;
  const Case cases[] = {
      {false, true, false, vanish, prune, elsewhere},
      {false, true, true, stays, prune, elsewhere},
      {false, false, false, stays, stays, stays},
      {false, false, true, stays, stays, stays},
      {true, true, false, stays, stays, stays},
      {true, true, true, restore, restore, restore},
      {true, false, false, stays, stays, stays},
      {true, false, true, restore, restore, restore},
  };
  for (const Case& one : cases) {
    CAPTURE(one.seen, one.loaded, one.vanished);
    const Known known = known_of(one.seen, one.loaded, one.vanished);
    CHECK(at_end(known, "covered", "d", covers, false) == one.kept);
    CHECK(at_end(known, "covered", "d", covers, true) == one.pruned);
    for (const bool prune : {false, true}) {
      CHECK(at_end(known, "other", "d", covers, prune) == one.not_covered);
      CHECK(at_end(known, "covered", "d", {}, prune) == one.not_covered);
    }
  }
}

TEST_CASE("what is marked, deleted or elsewhere is counted") {
  Missing missing;
  for (const AtEnd what :
       {AtEnd::stays, AtEnd::restore, AtEnd::elsewhere, AtEnd::elsewhere,
        AtEnd::elsewhere, AtEnd::vanish, AtEnd::prune, AtEnd::prune}) {
    missing.count(what);
  }
  CHECK(missing.vanished == 1);
  CHECK(missing.pruned == 2);
  CHECK(missing.elsewhere == 3);
}

}  // namespace
}  // namespace trunklift
