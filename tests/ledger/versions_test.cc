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
    Versions versions(1 << 20);
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
  Versions versions(1 << 20);
  CHECK(versions.offer({1, 1}, {1, 2, 3}) == Versions::Verdict::first);
  CHECK(versions.offer({1, 1}, {1, 2, 3}) == Versions::Verdict::worse);
  CHECK(versions.offer({1, 1}, {1, 2, 4}) == Versions::Verdict::better);
  CHECK(versions.offer({2, 1}, {1, 2, 3}) == Versions::Verdict::first);
}

TEST_CASE("the bucket of a version is kept for the next one") {
  Versions versions(1 << 20);
  versions.offer({1, 1}, {1, 2, 3});
  CHECK(versions.note({1, 1}, Bucket::unchanged) == Bucket::skipped);
  versions.offer({1, 1}, {2, 2, 3});
  CHECK(versions.note({1, 1}, Bucket::loaded) == Bucket::unchanged);
  CHECK(versions.offer({1, 1}, {1, 9, 9}) == Versions::Verdict::worse);
}

TEST_CASE("a deletion never takes the place of its own revision") {
  Identity living, deleted;
  living.revision = deleted.revision = "3-c";
  living.content = {1, 0};
  deleted.content = {9, 0};
  deleted.deleted = true;
  CHECK(rank_of(deleted) < rank_of(living));
  const Hash128 key{1, 1};
  using Verdict = Versions::Verdict;
  for (const auto& ancestors :
       {std::vector<Rank>{}, {rank_of("3-c", {}), rank_of("2-b", {})}}) {
    Versions before(1 << 20), behind(1 << 20);
    before.offer(key, rank_of(living));
    CHECK(before.offer_deleted(key, rank_of(deleted), ancestors) ==
          Verdict::worse);
    behind.offer_deleted(key, rank_of(deleted), ancestors);
    CHECK(behind.offer(key, rank_of(living)) == Verdict::better);
    CHECK(behind.counts(key, rank_of(living)));
  }
}

TEST_CASE("huge revision numbers count as one") {
  Versions versions(1 << 20);
  const std::uint64_t huge = std::uint64_t{1} << 60;
  CHECK(versions.offer({1, 1}, {huge, 1, 0}) == Versions::Verdict::first);
  CHECK(versions.offer({1, 1}, {huge + 1, 0, 0}) == Versions::Verdict::worse);
  CHECK(versions.offer({1, 1}, {1, 5, 0}) == Versions::Verdict::worse);
  CHECK(versions.offer({1, 1}, {huge, 2, 0}) == Versions::Verdict::better);
}

TEST_CASE("many versions, in memory or in files") {
  constexpr std::uint64_t documents = 200'000;
  const auto key = [](std::uint64_t i) {
    return hash128({reinterpret_cast<const char*>(&i), sizeof i});
  };
  for (const std::size_t memory :
       {std::size_t{1} << 30, std::size_t{2} << 20, std::size_t{0}}) {
    Versions versions(memory);
    std::uint64_t wrong = 0;
    const auto expect = [&](bool as_expected) { wrong += !as_expected; };
    for (std::uint64_t i = 0; i < documents; ++i) {
      expect(versions.offer(key(i), {i, 2, 3}) == Versions::Verdict::first);
      versions.note(key(i), i % 2 ? Bucket::loaded : Bucket::unchanged);
    }
    for (std::uint64_t i = 0; i < documents; i += 10) {
      expect(versions.offer(key(i), {i, 1, 9}) == Versions::Verdict::worse);
      expect(versions.offer(key(i), {i, 2, 9}) == Versions::Verdict::better);
      expect(versions.note(key(i), Bucket::loaded) == Bucket::unchanged);
    }
    CHECK(wrong == 0);
    CHECK(versions.bytes() < 64 * documents);
    CHECK(versions.bytes() - versions.bytes_in_files() <= memory);
    CHECK((versions.bytes_in_files() == 0) == (memory >> 30 == 1));
  }
}

TEST_CASE("a deleted branch of a conflict does not delete the other one") {
  // 3-c descends from 2-a and 1-x; 2-b is the other branch.
  const Rank deleted = rank_of("3-c", {7, 0}), own = rank_of("2-a", {1, 0}),
             other = rank_of("2-b", {2, 0});
  const std::vector<Rank> ancestors{deleted, rank_of("2-a", {}),
                                    rank_of("1-x", {})};
  const auto survivor = [&](const std::vector<Rank>& order) {
    Versions versions(1 << 20);
    Rank counts;
    for (const Rank& rank : order) {
      const auto verdict = rank == deleted
                               ? versions.offer_deleted({1, 2}, rank, ancestors)
                               : versions.offer({1, 2}, rank);
      if (verdict != Versions::Verdict::worse) counts = rank;
    }
    return counts;
  };
  CHECK(survivor({deleted, other}) == other);
  CHECK(survivor({other, deleted}) == other);
  CHECK(survivor({deleted, own}) == deleted);
  CHECK(survivor({own, deleted}) == deleted);
  std::vector<Rank> all{own, other, deleted};
  std::sort(all.begin(), all.end());
  do {
    CHECK(survivor(all) == other);
  } while (std::next_permutation(all.begin(), all.end()));
  // Without a list the revision decides.
  Versions versions(1 << 20);
  CHECK(versions.offer({1, 2}, other) == Versions::Verdict::first);
  CHECK(versions.offer_deleted({1, 2}, deleted, {}) ==
        Versions::Verdict::better);
}

TEST_CASE("number documents take less, and the best version counts as well") {
  constexpr std::uint64_t documents = 200'000;
  const auto key = [](std::uint64_t i) {
    return hash128({reinterpret_cast<const char*>(&i), sizeof i});
  };
  for (const std::size_t memory : {std::size_t{1} << 30, std::size_t{0}}) {
    Versions versions(memory);
    std::uint64_t wrong = 0;
    const auto expect = [&](std::uint64_t i, const Rank& rank,
                            Versions::Verdict verdict) {
      wrong += versions.offer_number(key(i), rank) != verdict;
    };
    for (std::uint64_t i = 0; i < documents; ++i) {
      expect(i, rank_of("2-5f", {i, 0}), Versions::Verdict::first);
    }
    for (std::uint64_t i = 0; i < documents; i += 10) {
      const std::uint64_t more = std::uint64_t{1} << 50;
      expect(i, rank_of("2-5f", {i, 0}), Versions::Verdict::worse);
      expect(i, rank_of("1-ff", {i, 0}), Versions::Verdict::worse);
      expect(i, rank_of("2-5e", {i, 0}), Versions::Verdict::worse);
      expect(i, rank_of("2-5f", {i + more, 0}), Versions::Verdict::better);
      expect(i, rank_of("2-60", {i, 0}), Versions::Verdict::better);
      expect(i, rank_of("10-0", {i, 0}), Versions::Verdict::better);
      expect(i, rank_of("90000-0", {i, 0}), Versions::Verdict::better);
    }
    CHECK(wrong == 0);
    CHECK(versions.bytes() < 26 * documents);
    CHECK((versions.bytes_in_files() == 0) == (memory > 0));
  }
}

TEST_CASE("a number document without a revision is one") {
  Versions versions(1 << 20);
  CHECK(versions.offer_number({1, 1}, {}) == Versions::Verdict::first);
  CHECK(versions.offer_number({1, 1}, {}) == Versions::Verdict::worse);
  CHECK(versions.offer_number({1, 1}, {1, 0, 0}) == Versions::Verdict::better);
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
