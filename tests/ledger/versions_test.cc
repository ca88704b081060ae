// Which version of a document counts, whatever the order.
#include "ledger/versions.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

namespace trunklift {
namespace {

TEST_CASE("the best version counts in every order") {
  std::vector<Rank> ranks{rank_of("1-a", {9, 0}), rank_of("2-a", {1, 0}),
                          rank_of("2-b", {1, 0}), rank_of("10-a", {1, 0})};
  const Rank best = ranks.back();
  std::sort(ranks.begin(), ranks.end());
  do {
    Versions versions;
    Rank counts;
    for (const Rank& rank : ranks) {
      if (versions.offer({1, 2}, rank) != Versions::Verdict::worse) {
        counts = rank;
      }
    }
    CHECK(counts == best);
  } while (std::next_permutation(ranks.begin(), ranks.end()));
}

TEST_CASE("the same version twice counts once") {
  Versions versions;
  CHECK(versions.offer({1, 1}, {1, 2, 3}) == Versions::Verdict::first);
  CHECK(versions.offer({1, 1}, {1, 2, 3}) == Versions::Verdict::worse);
  CHECK(versions.offer({1, 1}, {1, 2, 4}) == Versions::Verdict::better);
  CHECK(versions.offer({2, 1}, {1, 2, 3}) == Versions::Verdict::first);
}

TEST_CASE("documents are told apart by account and id, context by account") {
  Identity a;
  a.kind = Kind::trunkstore;
  a.account_id = "acc";
  a.document_id = "ts1";
  Identity b = a;
  CHECK(version_key(a) == version_key(b));
  b.document_id = "ts2";
  CHECK(version_key(a) != version_key(b));
  a.kind = b.kind = Kind::limits;
  CHECK(version_key(a) == version_key(b));
  a.kind = Kind::account;
  CHECK(version_key(a) != version_key(b));
  a.kind = b.kind = Kind::number;
  CHECK(version_key(a) != version_key(b));
  b.document_id = a.document_id;
  b.account_id = "other";
  CHECK(version_key(a) != version_key(b));
}

}  // namespace
}  // namespace trunklift
