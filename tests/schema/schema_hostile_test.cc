// Schemas and documents made to hurt: nothing hangs, overflows or goes missing.
#include <catch2/catch.hpp>

#include "model/pointer.h"
#include "support.h"

namespace trunklift::schema::test {

using Catch::Matchers::Contains;
using List = std::vector<std::string>;

TEST_CASE("documents may be nested 1,000 deep", "[schema][hostile]") {
  constexpr auto schema = R"({"type":["array","object"],"items":{"$ref":"#"},
    "additionalProperties":{"$ref":"#"}})";
  CHECK(valid(schema, nested(1000, "[", "[]", "]")));
  CHECK(valid(schema, nested(1000, "{\"a\":", "{}", "}")));
  const auto found = violations(schema, nested(1000, "[", "1", "]"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].pointer == shortened_pointer(nested(1000, "/0", "", "")));
  // What is longer than 1,024 bytes is not kept as a whole.
  const auto whole = violations(schema, nested(512, "[", "1", "]"));
  REQUIRE(whole.size() == 1);
  CHECK(whole[0].pointer == nested(512, "/0", "", ""));
}

TEST_CASE("schemas may be nested 1,000 deep", "[schema][hostile]") {
  const std::string same =
      nested(499, R"({"allOf":[)", R"({"type":"null"})", "]}");
  CHECK(valid(same, "null"));
  CHECK_FALSE(valid(same, "1"));
  const std::string in_items =
      nested(1000, R"({"items":)", R"({"type":"null"})", "}");
  CHECK(valid(in_items, nested(1000, "[", "null", "]")));
  CHECK_FALSE(valid(in_items, nested(1000, "[", "1", "]")));
  CHECK(valid(nested(1000, R"({"not":)", "{}", "}"), "1"));
}

TEST_CASE("long chains of references are no recursion", "[schema][hostile]") {
  std::string definitions = R"("d0":{"type":"null"})";
  for (int i = 1; i < 5'000; ++i) {
    definitions += ",\"d" + std::to_string(i) +
                   "\":{\"$ref\":\"#/definitions/d" + std::to_string(i - 1) +
                   "\"}";
  }
  const std::string schema = "{\"definitions\":{" + definitions +
                             "},\"items\":{\"$ref\":\"#/definitions/d4999\"}}";
  CHECK(places(violations(schema, "[null,1]")) == List{"/1 type"});
}

TEST_CASE("schemas that multiply are refused or given up",
          "[schema][hostile]") {
  std::string definitions = R"("d0":{})";
  for (int i = 1; i < 40; ++i) {
    const std::string ref =
        "{\"$ref\":\"#/definitions/d" + std::to_string(i - 1) + "\"}";
    definitions +=
        ",\"d" + std::to_string(i) + "\":{\"allOf\":[" + ref + "," + ref + "]}";
  }
  CHECK_THAT(refusal("{\"definitions\":{" + definitions +
                     "},\"items\":{\"$ref\":\"#/definitions/d39\"}}"),
             Contains("too many schemas apply to one value"));

  // Two visits a level: no limit of the schema, but of the document.
  constexpr auto doubling =
      R"({"allOf":[{"items":{"$ref":"#"}},{"items":{"$ref":"#"}}]})";
  CHECK(valid(doubling, nested(10, "[", "1", "]")));
  const auto found = violations(doubling, nested(1000, "[", "1", "]"));
  REQUIRE(found.size() == 1);
  CHECK(keyword_name(found[0].keyword) == "$ref");

  constexpr auto deep = R"({"allOf":[{"allOf":[{"allOf":[{"allOf":[
    {"items":{"$ref":"#"}}]}]}]}]})";
  CHECK(valid(deep, nested(700, "[", "1", "]")));
  CHECK_FALSE(valid(deep, nested(1000, "[", "1", "]")));
}

TEST_CASE("each of duplicate members has to conform", "[schema][hostile]") {
  constexpr auto schema =
      R"({"properties":{"a":{"type":"null"}},"required":["a"]})";
  CHECK(valid(schema, R"({"a":null,"a":null})"));
  CHECK(places(violations(schema, R"({"a":null,"a":1})")) == List{"/a type"});
  CHECK(places(violations(schema, R"({"a":1,"a":2})")) ==
        List{"/a type", "/a type"});
  CHECK(valid(R"({"enum":[{"a":1,"a":2}]})", R"({"a":1,"a":2})"));
  // In a schema, the first counts, as for `Value::find`.
  CHECK_FALSE(valid(R"({"type":"null","type":"integer"})", "1"));
}

TEST_CASE("names that mean something elsewhere mean nothing here",
          "[schema][hostile]") {
  constexpr auto schema = R"({"properties":{"__proto__":{"type":"null"},
    "toString":{"maxLength":1},"":{"type":"null"}},
    "required":["__proto__","constructor"]})";
  CHECK(places(violations(schema, "{}")) ==
        List{"/__proto__ required", "/constructor required"});
  CHECK(places(violations(schema, R"({"__proto__":1,"toString":"ab","":1,
                                      "constructor":{}})")) ==
        List{"/__proto__ type", "/toString maxLength", "/ type"});
}

TEST_CASE("100,000 items are compared in no time", "[schema][hostile]") {
  std::string numbers = "[0";
  std::string objects = "[{\"i\":0}";
  for (int i = 1; i < 100'000; ++i) {
    numbers += "," + std::to_string(i);
    objects += ",{\"i\":" + std::to_string(i) + "}";
  }
  constexpr auto schema = R"({"uniqueItems":true})";
  CHECK(valid(schema, numbers + "]"));
  CHECK_FALSE(valid(schema, numbers + ",99999.0]"));
  CHECK(valid(schema, objects + "]"));
  CHECK_FALSE(valid(schema, objects + ",{\"i\":5e2}]"));
}

TEST_CASE("large objects are equal in any order", "[schema][hostile]") {
  constexpr int count = 100'000;
  std::string up;
  std::string down;
  for (int i = 0; i < count; ++i) {
    const auto member = [](int n) {
      return ",\"k" + std::to_string(n) + "\":" + std::to_string(n);
    };
    up += member(i);
    down += member(count - 1 - i);
  }
  up.erase(0, 1);
  down.erase(0, 1);
  CHECK(valid("{\"enum\":[{" + up + "}]}", "{" + down + "}"));
  CHECK_FALSE(
      valid(R"({"uniqueItems":true})", "[{" + up + "},{" + down + "}]"));
}

}  // namespace trunklift::schema::test
