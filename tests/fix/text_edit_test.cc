// Changes in the text of a document leave the rest of it as it was.
#include "fix/text_edit.h"

#include <catch2/catch.hpp>

#include "parse/parser.h"

namespace trunklift {
namespace {

// `text`, which holds `before`, once it holds `after`.
std::string edited(std::string_view text, std::string_view after) {
  Parser old_parser, new_parser, again;
  const Value* from = old_parser.parse_copy(text);
  const Value* to = new_parser.parse_copy(after);
  REQUIRE(from);
  REQUIRE(to);
  std::string out = with_changes(text, *from, *to);
  const Value* result = again.parse_copy(out);
  INFO(out);
  REQUIRE(result);
  CHECK(to_json(*result) == to_json(*to));
  return out;
}

TEST_CASE("what does not change keeps its bytes") {
  const std::string_view text =
      " {\t\"a\" :1.50e+1,\r\n \"b\\u0041\": [ 1 ,2 ], \"c\":\"\\/\\u00e9\"} "
      "\n";
  CHECK(edited(text, text) == text);
  CHECK(edited(text, R"({"a":2,"bA":[1,2],"c":"/é"})") ==
        " {\t\"a\" :2,\r\n \"b\\u0041\": [ 1 ,2 ], \"c\":\"\\/\\u00e9\"} \n");
}

TEST_CASE("a member goes with its comma") {
  const std::string_view text = "{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}";
  CHECK(edited(text, R"({"b":2,"c":3})") == "{\n  \"b\": 2,\n  \"c\": 3\n}");
  CHECK(edited(text, R"({"a":1,"c":3})") == "{\n  \"a\": 1,\n  \"c\": 3\n}");
  CHECK(edited(text, R"({"a":1,"b":2})") == "{\n  \"a\": 1,\n  \"b\": 2\n}");
  CHECK(edited(text, "{}") == "{}");
  CHECK(edited(R"({"a":{"b":{}},"c":[{}]})", R"({"a":{},"c":[]})") ==
        R"({"a":{},"c":[]})");
}

TEST_CASE("a new member is laid out as the first one is") {
  CHECK(edited("{\n  \"a\" : 1\n}", R"({"a":1,"b":{"c":"d"}})") ==
        "{\n  \"a\" : 1,\n  \"b\" : {\"c\":\"d\"}\n}");
  CHECK(edited("{ }", R"({"b":2})") == R"({"b":2})");
  CHECK(edited(R"({"a":1,"c":3})", R"({"a":1,"b":2,"c":3})") ==
        R"({"a":1,"b":2,"c":3})");
}

TEST_CASE("a member that is renamed keeps its place and its value") {
  CHECK(edited(R"({"x": 1, "a~/": [ 1.0 ], "y": 2})",
               R"({"x":1,"b\"":[1.0],"y":2})") ==
        R"({"x": 1, "b\"": [ 1.0 ], "y": 2})");
  // Renamed and changed.
  CHECK(edited(R"({"x":1,"a":{"k": 1,"l":2},"y":2})",
               R"({"x":1,"b":{"k":1},"y":2})") ==
        R"({"x":1,"b":{"k": 1},"y":2})");
}

TEST_CASE("items go, and others change at once") {
  CHECK(edited(R"([ 1, 2 , 3 ])", "[1,3]") == "[ 1, 3 ]");
  CHECK(edited(R"([{"a": 1,"b": 2},{"c": 3},{"d": 4,"e": 5.0}])",
               R"([{"a":1,"b":2},{"e":5.0}])") ==
        R"([{"a": 1,"b": 2},{"e": 5.0}])");
  CHECK(edited(R"(["a","a","b"])", R"(["a","b"])") == R"(["a","b"])");
  CHECK(edited("[1]", "[1,2,3]") == "[1,2,3]");
}

TEST_CASE("a value of another type is written anew") {
  CHECK(edited(R"({"a": "5060", "b": "x{\"}"})", R"({"a":5060,"b":{}})") ==
        R"({"a": 5060, "b": {}})");
  CHECK(edited(R"({"s": {"0": {"k": 1 }}})", R"({"s":[{"k":1}]})") ==
        R"({"s": [{"k":1}]})");
}

}  // namespace
}  // namespace trunklift
