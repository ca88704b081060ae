// Which accounts an input holds every document of.
#include "ledger/coverage.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

Identity document(Kind kind, std::string account) {
  Identity out;
  out.kind = kind;
  out.account_id = std::move(account);
  out.document_id = "d";
  out.has_id = true;
  return out;
}

Blob blob(Form form = Form::line, std::string_view account = {}) {
  Blob out;
  out.form = form;
  out.account = account;
  return out;
}

Blob stand_in(Blob::Sort sort) {
  Blob out;
  out.sort = sort;
  return out;
}

constexpr std::size_t memory = 1 << 20;

TEST_CASE("an account is covered by what only its own database holds") {
  Coverage coverage(Complete::accounts, memory);
  coverage.observe(blob(), document(Kind::trunkstore, "a"), false);
  coverage.observe(blob(), document(Kind::limits, "b"), false);
  coverage.observe(blob(), document(Kind::account, "c"), false);
  coverage.observe(blob(), document(Kind::number, "d"), false);
  coverage.observe(blob(), document(Kind::trunkstore, "e"), true);
  CHECK(coverage.covers("a"));
  CHECK(coverage.covers("b"));
  CHECK_FALSE(coverage.covers("c"));
  CHECK_FALSE(coverage.covers("d"));
  CHECK(coverage.covers("e"));
  CHECK_FALSE(coverage.covers(""));
}

TEST_CASE("selections cover no account") {
  for (const Form form :
       {Form::found, Form::change, Form::noted, Form::leaf, Form::api}) {
    Coverage coverage(Complete::accounts, memory);
    coverage.observe(blob(form), document(Kind::trunkstore, "a"), false);
    CHECK_FALSE(coverage.covers("a"));
    // Beside a whole one they do no harm.
    coverage.observe(blob(), document(Kind::trunkstore, "a"), false);
    CHECK(coverage.covers("a"));
  }
}

TEST_CASE("all and none are what they are said to be") {
  Coverage all(Complete::all, memory), none(Complete::none, memory);
  all.observe(blob(), document(Kind::trunkstore, "a"), false);
  none.observe(blob(), document(Kind::trunkstore, "a"), false);
  CHECK(all.covers("a"));
  CHECK(all.covers("b"));
  CHECK_FALSE(none.covers("a"));
}

TEST_CASE("a document that nobody can tell may be any") {
  Identity nameless = document(Kind::trunkstore, "a");
  nameless.has_id = false;
  const std::pair<Blob, Identity> unknown[] = {
      {blob(), document(Kind::unreadable, "")},
      {blob(), document(Kind::trunkstore, "")},
      {stand_in(Blob::Sort::oversized), {}},
      {stand_in(Blob::Sort::server_error), {}},
      {stand_in(Blob::Sort::bare_row), {}},
  };
  for (const Complete complete : {Complete::accounts, Complete::all}) {
    for (const auto& [its_blob, identity] : unknown) {
      Coverage coverage(complete, memory);
      coverage.observe(blob(), document(Kind::trunkstore, "a"), false);
      CHECK(coverage.covers("a"));
      coverage.observe(its_blob, identity, true);
      CHECK_FALSE(coverage.covers("a"));
      CHECK(coverage.unknown() == 1);
    }
    // One of that account, then.
    Coverage coverage(complete, memory);
    for (const char* account : {"a", "b", "c"}) {
      coverage.observe(blob(), document(Kind::trunkstore, account), false);
    }
    coverage.observe(blob(), nameless, true);
    coverage.observe(blob(Form::line, "b"), document(Kind::unreadable, ""),
                     true);
    CHECK_FALSE(coverage.covers("a"));
    CHECK_FALSE(coverage.covers("b"));
    CHECK(coverage.covers("c"));
    CHECK(coverage.unknown() == 0);
  }
}

TEST_CASE("one that was read says which it is, though it was rejected") {
  Coverage coverage(Complete::all, memory);
  coverage.observe(blob(), document(Kind::trunkstore, "a"), true);
  CHECK(coverage.covers("a"));
}

TEST_CASE("one that may be any of its account leaves that in doubt") {
  Coverage coverage(Complete::all, memory);
  Identity nameless = document(Kind::trunkstore, "a");
  nameless.has_id = false;
  coverage.observe(blob(), nameless, false);
  CHECK_FALSE(coverage.covers("a"));
  Blob of_another = blob();
  of_another.other_id = true;
  coverage.observe(of_another, document(Kind::trunkstore, "b"), true);
  CHECK_FALSE(coverage.covers("b"));
  CHECK(coverage.covers("c"));
  coverage.doubt({"c", ""});
  CHECK_FALSE(coverage.covers("c"));
  CHECK(coverage.covers("d"));
  coverage.doubt({"", ""});
  CHECK_FALSE(coverage.covers("d"));
}

TEST_CASE("one document may be in doubt, and no other") {
  Coverage coverage(Complete::all, memory);
  coverage.doubt({"a", "1"});
  coverage.doubt({"", "2"});
  const Rank rank = rank_of("1-a", {});
  CHECK_FALSE(coverage.covers("a", "1", rank));
  CHECK(coverage.covers("b", "1", rank));
  CHECK_FALSE(coverage.covers("b", "2", rank));
  CHECK(coverage.covers("a", "3", rank));
}

TEST_CASE("a document that was met under another id is not gone") {
  Coverage coverage(Complete::all, memory);
  Identity met = document(Kind::trunkstore, "a");
  met.revision = "7-0123456789abcdef";
  coverage.observe(blob(), met, false);
  CHECK_FALSE(coverage.covers("a", "x", rank_of(met.revision, {})));
  CHECK(coverage.covers("b", "x", rank_of(met.revision, {})));
  CHECK(coverage.covers("a", "x", rank_of("8-0123456789abcdef", {})));
  // Revisions that were made by hand tell nothing.
  met.revision = "7-a";
  coverage.observe(blob(), met, false);
  CHECK(coverage.covers("a", "x", rank_of(met.revision, {})));
}

}  // namespace
}  // namespace trunklift
