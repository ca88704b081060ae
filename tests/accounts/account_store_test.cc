// Documents by account: order, versions, numbers that move, what is wanted.
#include "accounts/account_store.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace trunklift {
namespace {

GatheredDocument document(Kind kind, std::string_view account,
                          std::string_view id, const Rank& rank,
                          std::string_view text) {
  return {kind, false, true, account, id, rank, {}, true, text};
}

GatheredDocument trunk(std::string_view account, std::string_view id,
                       std::uint64_t generation, std::string_view text) {
  return document(Kind::trunkstore, account, id, {generation, 7, 7}, text);
}

GatheredDocument tombstone(std::string_view account, std::string_view id,
                           std::uint64_t generation,
                           std::vector<Rank> ancestors) {
  return {Kind::trunkstore,     true, false, account, id, {generation, 9, 0},
          std::move(ancestors), true, ""};
}

// "account: text text", an account after the other.
std::vector<std::string> all_of(AccountStore& store) {
  std::vector<std::string> out;
  while (const std::optional<AccountBatch> batch = store.next()) {
    for (const AccountTexts& account : batch->accounts) {
      out.push_back(account.account_id + ":");
      for (const AccountTexts::Document& each : account.documents) {
        out.back() += " " + batch->bytes.substr(each.begin, each.size);
      }
    }
  }
  return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("accounts come in order, their documents by id") {
  AccountStore store;
  store.add(trunk("b", "2", 1, "b2"));
  store.add(trunk("a-longer-than-sixteen-2", "1", 1, "long2"));
  store.add(trunk("b", "1", 1, "b1"));
  store.add(trunk("a-longer-than-sixteen-1", "1", 1, "long1"));
  store.add(document(Kind::account, "b", "b", {1, 1, 1}, "account"));
  store.add(document(Kind::account, "c", "c", {1, 1, 1}, "no trunk"));
  const Texts all = all_of(store);
  REQUIRE(all.size() == 3);
  // Ids that begin alike are told apart by a hash.
  CHECK((all[0] == "a-longer-than-sixteen-1: long1" ||
         all[0] == "a-longer-than-sixteen-2: long2"));
  CHECK(all[0] != all[1]);
  CHECK(all[2] == "b: b1 b2 account");
}

TEST_CASE("the version that counts is kept, in whatever order") {
  for (const bool backwards : {false, true}) {
    std::vector<GatheredDocument> documents{
        trunk("a", "1", 2, "old"), trunk("a", "1", 10, "new"),
        trunk("a", "2", 1, "gone"), tombstone("a", "2", 2, {}),
        // A tombstone takes the place of its ancestors alone.
        trunk("a", "3", 3, "branch"), tombstone("a", "3", 5, {{4, 1, 0}}),
        trunk("a", "4", 3, "ancestor"), tombstone("a", "4", 5, {{3, 7, 0}})};
    if (backwards) std::reverse(documents.begin(), documents.end());
    AccountStore store;
    for (const GatheredDocument& each : documents) store.add(each);
    CHECK(all_of(store) == Texts{"a: new branch"});
  }
}

TEST_CASE("a number belongs to whom its last revision assigns it to") {
  const auto number = [](std::string_view account, std::uint64_t generation,
                         std::string_view text) {
    return document(Kind::number, account, "+1", {generation, 1, 1}, text);
  };
  AccountStore moved;
  moved.add(trunk("a", "1", 1, "a1"));
  moved.add(trunk("b", "1", 1, "b1"));
  moved.add(number("a", 1, "first"));
  moved.add(number("b", 2, "then"));
  CHECK(all_of(moved) == Texts{"a: a1", "b: b1 then"});

  // Without revisions nobody knows which one is the last.
  AccountStore both;
  both.add(trunk("a", "1", 1, "a1"));
  both.add(trunk("b", "1", 1, "b1"));
  both.add(number("a", 0, "one"));
  both.add(number("b", 0, "other"));
  CHECK(all_of(both) == Texts{"a: a1 one", "b: b1 other"});
}

TEST_CASE("accounts without what is wanted are left out") {
  AccountStore store;
  store.keep_wanted_only();
  GatheredDocument other = trunk("a", "1", 1, "a1");
  other.is_wanted = false;
  store.add(other);
  store.add(trunk("b", "1", 1, "b1"));
  other.account_id = "b";
  other.document_id = "2";
  other.text = "b2";
  store.add(other);
  CHECK(all_of(store) == Texts{"b: b1 b2"});
}

TEST_CASE("nothing comes of nothing") {
  AccountStore store;
  CHECK_FALSE(store.next());
  CHECK_FALSE(store.next());
}

TEST_CASE("many documents go through files") {
  AccountStore store;
  const std::string text(500, 'x');
  constexpr int accounts = 20000;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < accounts; ++i) {
      store.add(trunk(std::to_string(i), std::to_string(round % 2),
                      static_cast<std::uint64_t>(round + 1),
                      text + std::to_string(round)));
    }
  }
  const Texts all = all_of(store);
  CHECK(all.size() == accounts);
  for (const std::string& each : all) {
    const std::string expected = " " + text + "2 " + text + "1";
    REQUIRE(each.ends_with(expected));
  }
}

}  // namespace
}  // namespace trunklift
