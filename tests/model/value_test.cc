// Values: equality, edits, copies.
#include <catch2/catch.hpp>

#include <string>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::Json;
using test::same_json;

TEST_CASE("equal is the same text up to the order of members") {
  CHECK(same_json(R"({"a":1,"b":[2]})", R"({ "b" : [2], "a" : 1 })"));
  CHECK_FALSE(same_json("1", "1.0"));
  CHECK_FALSE(same_json("1e3", "1000"));
  CHECK_FALSE(same_json("[1,2]", "[2,1]"));
  CHECK_FALSE(same_json("[1]", "[1,1]"));
  CHECK_FALSE(same_json("null", "false"));
  CHECK_FALSE(same_json(R"({"a":1})", R"({"a":1,"b":1})"));
  CHECK_FALSE(same_json(R"("1")", "1"));
}

TEST_CASE("members are removed and added in place") {
  const Json json(R"({"a":1,"b":2,"c":3})");
  remove_member(*json, json->members[1]);
  CHECK(to_json(*json) == R"({"a":1,"c":3})");
  add_member(*json, json.arena(), "d", Value::of(true)).taken = true;
  CHECK(to_json(*json) == R"({"a":1,"c":3,"d":true})");
  CHECK(json->find("d")->taken);
  remove_member(*json, json->members[2]);
  remove_member(*json, json->members[1]);
  remove_member(*json, json->members[0]);
  CHECK(to_json(*json) == "{}");
}

// {"k0":0, ...}, of so many members, some of which have one key.
std::string wide(int size) {
  std::string text = R"({"twice":-1)";
  for (int i = 0; i < size; ++i) {
    text += ",\"k" + std::to_string(i) + "\":" + std::to_string(i);
  }
  return text + R"(,"twice":-2})";
}

TEST_CASE("of many members each is found, again and again") {
  const Json json(wide(1000));
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const Value* found = json->find("k" + std::to_string(i));
      REQUIRE(found);
      CHECK(found->integer == i);
    }
    CHECK_FALSE(json->find("k1000"));
    CHECK(json->find("twice")->integer == -1);
  }
  CHECK(json->find_member("k7") == &json->members[8]);
}

TEST_CASE("many members are found under the names that they have now") {
  const Json json(wide(100));
  const auto find_all = [&] {
    for (int i = 0; i < 20; ++i) CHECK(json->find("k50")->integer == 50);
  };
  find_all();
  for (int i = 0; i < 300; ++i) {
    Member* member = json->find_member("k7");
    REQUIRE(member);
    rename_member(*json, *member, "other");
    CHECK_FALSE(json->find("k7"));
    CHECK(json->find("other") == &member->value);
    rename_member(*json, *member, "k7");
    CHECK_FALSE(json->find("other"));
  }
  rename_member(*json, *json->find_member("twice"), "once");
  CHECK(json->find("twice")->integer == -2);
  CHECK(json->find("once")->integer == -1);
  // The first of two counts, also where it is the one that is renamed.
  rename_member(*json, *json->find_member("k3"), "k90");
  CHECK(json->find("k90")->integer == 3);
  find_all();
}

TEST_CASE("many members are found where they moved to") {
  const Json json(wide(300));
  for (int i = 0; i < 20; ++i) CHECK(json->find("k299")->integer == 299);
  remove_member(*json, *json->find_member("twice"));
  CHECK(json->find("k299")->integer == 299);
  CHECK(json->find("twice")->integer == -2);
  for (int i = 0; i < 500; ++i) {
    const std::string_view key = json.arena().copy("new" + std::to_string(i));
    add_member(*json, json.arena(), key, Value::of(std::int64_t{i}));
    CHECK(json->find(key)->integer == i);
    CHECK(json->find("k299")->integer == 299);
  }
  keep_members(*json, json->members + 10);
  CHECK_FALSE(json->find("new3"));
  CHECK(json->find("k3")->integer == 3);
}

TEST_CASE("a copy of an object of many members may get others") {
  const Json json(wide(100));
  add_member(*json, json.arena(), "a", Value::of(std::int64_t{1}));
  Value copy = *json;
  add_member(*json, json.arena(), "b", Value::of(std::int64_t{2}));
  add_member(copy, json.arena(), "c", Value::of(std::int64_t{3}));
  CHECK(json->find("b")->integer == 2);
  CHECK_FALSE(json->find("c"));
  CHECK(copy.find("c")->integer == 3);
  CHECK_FALSE(copy.find("b"));
  const Value clone = json.arena().clone(*json);
  for (int i = 0; i < 20; ++i) CHECK(clone.find("b")->integer == 2);
  CHECK(to_json(clone) == to_json(*json));
}

TEST_CASE("a clone does not need its original") {
  Arena arena;
  Value copy;
  const std::string text = R"({"a":["x",1.50,{"":null}],"b":1e999})";
  {
    const Json json(text);
    copy = arena.clone(*json);
  }
  CHECK(to_json(copy) == text);
}

TEST_CASE("finding in what is not an object finds nothing") {
  CHECK_FALSE(Json("[1]")->find("0"));
  CHECK_FALSE(Json(R"("a")")->find("a"));
  CHECK(Json("[]")->string_or_empty().empty());
}

TEST_CASE("an arena is reused, and gives large memory back") {
  Arena arena;
  for (int round = 0; round < 3; ++round) {
    const std::string large(3'000'000, 'x');
    CHECK(arena.copy(large) == large);
    CHECK(arena.copy("") == "");
    Value* items = arena.new_items(1000);
    items[999] = Value::of(std::int64_t{7});
    CHECK(items[999].integer == 7);
    arena.reset();
  }
}

}  // namespace
}  // namespace trunklift
