// What a document says of itself: kind, account, id, version.
#include "model/document.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::Json;

Identity identity_of(std::string_view text, std::string_view account = "") {
  return identify(*Json(text), hash128(text), account);
}

TEST_CASE("the kind comes from pvt_type") {
  const std::pair<const char*, Kind> kinds[] = {
      {R"({"pvt_type":"sys_info"})", Kind::trunkstore},
      {R"({"pvt_type":"account"})", Kind::account},
      {R"({"pvt_type":"number"})", Kind::number},
      {R"({"pvt_type":"limits"})", Kind::limits},
      {R"({"pvt_type":"device"})", Kind::other},
      {R"({"pvt_type":"device","servers":[]})", Kind::other},
      {R"({"servers":[]})", Kind::trunkstore},
      {R"({"type":"sys_info"})", Kind::trunkstore},
      {R"({"type":"other"})", Kind::other},
      {R"({"pvt_type":7,"servers":[]})", Kind::other},
      {R"({})", Kind::other},
  };
  for (const auto& [text, kind] : kinds) {
    CAPTURE(text);
    CHECK(identity_of(text).kind == kind);
  }
  CHECK(identity_of(R"({"pvt_type":"device"})").kind_name == "device");
  CHECK(identity_of(R"({"servers":[]})").kind_name == "sys_info");
  CHECK(identity_of("{}").kind_name == "untyped");
}

TEST_CASE("the account comes from the first that names one") {
  const std::string id = "0123456789abcdef0123456789abcdef";
  const std::string database =
      "account%2F01%2F23%2F456789abcdef0123456789abcdef";
  CHECK(identity_of(
            R"({"pvt_account_id":"a","pvt_account_db":")" + database + R"("})",
            "cli")
            .account_id == "a");
  CHECK(identity_of(R"({"pvt_account_db":")" + database + R"("})", "cli")
            .account_id == id);
  CHECK(identity_of(R"({"pvt_type":"account","_id":"acc"})").account_id ==
        "acc");
  CHECK(identity_of(R"({"pvt_type":"number","pvt_assigned_to":"b"})")
            .account_id == "b");
  CHECK(identity_of(R"({"servers":[]})", "cli").account_id == "cli");
  CHECK(identity_of(R"({"servers":[]})").account_id.empty());
  CHECK(identity_of(R"({"pvt_account_id":7})", "cli").account_id == "cli");
}

TEST_CASE("a number belongs to whom it is assigned") {
  CHECK(identity_of(R"({"pvt_type":"number","_id":"+1","pvt_account_id":"a",)"
                    R"("pvt_assigned_to":"b"})")
            .account_id == "b");
}

TEST_CASE("the name of an account's database gives its id") {
  const std::string id = "0123456789abcdef0123456789abcdef";
  CHECK(account_from_database(
            "account%2F01%2F23%2F456789abcdef0123456789abcdef") == id);
  CHECK(account_from_database(
            "account%2f01%2f23%2f456789abcdef0123456789abcdef") == id);
  CHECK(account_from_database("account/01/23/456789abcdef0123456789abcdef") ==
        id);
  CHECK(account_from_database("").empty());
  CHECK(account_from_database("numbers%2F%2B1415").empty());
  CHECK(account_from_database("ts").empty());
  CHECK(account_from_database("accounts").empty());
}

TEST_CASE("a document without an id gets one from its content") {
  const Identity one = identity_of(R"({"servers":[]})");
  CHECK(one.document_id == "unnamed-" + hash128(R"({"servers":[]})").hex());
  CHECK(identity_of(R"({"servers":[]})").document_id == one.document_id);
  CHECK(identity_of(R"({"servers":[1]})").document_id != one.document_id);
  CHECK(identity_of(R"({"id":"public"})").document_id == "public");
  CHECK(identity_of(R"({"_id":"x","id":"public"})").document_id == "x");
}

TEST_CASE("any truthy mark deletes") {
  const std::pair<const char*, bool> marks[] = {
      {"true", true}, {"1", true},    {R"("true")", true}, {R"("false")", true},
      {"{}", true},   {"[]", true},   {"0.5", true},       {"false", false},
      {"0", false},   {"0.0", false}, {R"("")", false},    {"null", false},
  };
  for (const auto& [mark, deleted] : marks) {
    CAPTURE(mark);
    CHECK(identity_of(R"({"pvt_deleted":)" + std::string(mark) + "}").deleted ==
          deleted);
    CHECK(identity_of(R"({"_deleted":)" + std::string(mark) + "}").deleted ==
          deleted);
  }
  CHECK_FALSE(identity_of("{}").deleted);
}

TEST_CASE("versions rank by generation, revision hash, content") {
  const Hash128 low{1, 0}, high{2, 0};
  CHECK(rank_of("10-a", low) > rank_of("9-f", high));
  CHECK(rank_of("2-b", low) > rank_of("2-a", high));
  CHECK(rank_of("2-a", high) > rank_of("2-a", low));
  CHECK(rank_of("1-a", low) > rank_of("", high));
  CHECK(rank_of("2-ab", low) > rank_of("2-a", high));
  CHECK(rank_of("2-a", low) == rank_of("2-a", low));
  for (const char* no_revision :
       {"", "x", "3", "-a", "99999999999999999999-a"}) {
    CAPTURE(no_revision);
    CHECK(rank_of(no_revision, low).generation == 0);
  }
}

}  // namespace
}  // namespace trunklift
