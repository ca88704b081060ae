// Changes: recorded as JSON, and taken back.
#include "model/change.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"
#include "base/error.h"

namespace trunklift {
namespace {

using test::Json;

constexpr Rule rule{.id = "TL0100",
                    .slug = "test",
                    .severity = Severity::info,
                    .effect = Effect::rewrite};

// `after` with `changes` taken back.
std::string undone(std::string_view after, const std::vector<Change>& changes) {
  const Json root(after);
  const Json recorded(changes_json(changes));
  undo_changes(*recorded, *root, root.arena());
  return to_json(*root);
}

Change set(std::string pointer, std::string before = {}) {
  return {&rule, Change::Kind::set, std::move(pointer), std::move(before)};
}
Change renamed(std::string pointer, std::string before) {
  return {&rule, Change::Kind::rename, std::move(pointer), std::move(before)};
}

TEST_CASE("changes are recorded as JSON") {
  CHECK(changes_json({}).empty());
  CHECK(
      changes_json({set("/a", "\"1\""), set("/b"), renamed("/c~1d", "\"x")}) ==
      R"([{"rule":"TL0100","pointer":"/a","before":"1"},)"
      R"({"rule":"TL0100","pointer":"/b"},)"
      R"({"rule":"TL0100","pointer":"/c~1d","renamed_from":"\"x"}])");
}

TEST_CASE("each kind of change is taken back") {
  CHECK(undone(R"({"a":2})", {set("/a", "\"2\"")}) == R"({"a":"2"})");
  CHECK(undone(R"({"a":2,"b":3})", {set("/b")}) == R"({"a":2})");
  CHECK(undone(R"({"a":2})", {set("/b", "null")}) == R"({"a":2,"b":null})");
  CHECK(undone(R"({"a":{"new":1}})", {renamed("/a/new", "old")}) ==
        R"({"a":{"old":1}})");
  CHECK(undone(R"({"a":[1,[2]]})", {set("/a/1/0", "{\"x\":2.0}")}) ==
        R"({"a":[1,[{"x":2.0}]]})");
  CHECK(undone(R"({"a":[1]})", {set("/a", R"({"0":1})")}) ==
        R"({"a":{"0":1}})");
}

TEST_CASE("keys that look odd in a pointer are found") {
  CHECK(undone(R"({"a/b":{"~1":{"":1}}})", {set("/a~1b/~01/", "2")}) ==
        R"({"a/b":{"~1":{"":2}}})");
  CHECK(undone(R"({"x":1})", {renamed("/x", "~/")}) == R"({"~/":1})");
  CHECK(undone("{}", {set("/a~1~0", "\"\"")}) == R"({"a/~":""})");
  CHECK(undone(R"({"":1})", {set("/")}) == "{}");
}

TEST_CASE("changes of one place are taken back last first") {
  CHECK(undone(R"({"new":[2]})", {set("/old", "\"1\""), renamed("/new", "old"),
                                  set("/new", "1"), set("/new/0", "true")}) ==
        R"({"old":"1"})");
}

TEST_CASE("a change of a place that is not there is an error") {
  CHECK_THROWS(undone("{}", {set("/a")}));
  CHECK_THROWS(undone("{}", {renamed("/a", "b")}));
  CHECK_THROWS(undone(R"({"a":[]})", {set("/a/3/b", "1")}));
  // Nor is it done in another place.
  const auto is_lost = [](std::string_view after, const Change& change) {
    CHECK_THROWS_AS(undone(after, {change}), Error);
  };
  is_lost(R"({"a":[[1]]})", set("/a/x/0", "1"));
  is_lost(R"({"a":[[1]]})", set("/a/0x/0", "1"));
  is_lost(R"({"a":[[1]]})", set("/a/00/0", "1"));
  is_lost(R"({"a":[1]})", set("/a/1", "2"));
  is_lost(R"({"a":"text"})", set("/a/b", "2"));
  is_lost(R"({"a":1})", set("", "2"));
}

}  // namespace
}  // namespace trunklift
