// Values: equality, edits, copies.
#include <catch2/catch.hpp>

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
