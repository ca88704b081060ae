// Schemas that are none of draft-04 are refused, with the place.
#include <catch2/catch.hpp>

#include "support.h"

namespace trunklift::schema::test {
namespace {

using Catch::Matchers::Contains;

// What is said of a schema where the metaschema is at hand, or "".
std::string said(std::string_view schema) {
  const Json metaschema(draft4_metaschema);
  return refusal(schema, [&](const std::string& uri) {
    return uri == draft4_uri ? &*metaschema : nullptr;
  });
}

}  // namespace

TEST_CASE("a $schema that is not draft-04's is refused", "[schema][form]") {
  for (const auto* uri : {"http://json-schema.org/draft-03/schema#",
                          "http://json-schema.org/draft-06/schema#",
                          "http://json-schema.org/draft-07/schema",
                          "https://json-schema.org/draft/2019-09/schema",
                          "https://json-schema.org/draft/2020-12/schema",
                          "http://json-schema.org/schema#",
                          "http://json-schema.org/draft-04/hyper-schema#",
                          "https://example.com/draft-04/schema", ""}) {
    const std::string text = std::string("\"") + uri + "\"";
    CHECK_THAT(said("{\"$schema\":" + text + "}"),
               Contains("the schema at #/$schema: ") && Contains(text));
    // Below the root, too, whether a document meets it or not.
    CHECK_THAT(
        said(R"({"definitions":{"a":{"items":[{"$schema":)" + text + "}]}}}"),
        Contains("#/definitions/a/items/0/$schema: "));
  }
  CHECK_THAT(said(R"({"$schema":4})"), Contains("#/$schema: "));
  for (const auto* uri : {"http://json-schema.org/draft-04/schema#",
                          "http://json-schema.org/draft-04/schema",
                          "https://json-schema.org/draft-04/schema#"}) {
    CHECK(said(std::string(R"({"$schema":")") + uri + "\"}") == "");
  }
  // Names and values are no keywords.
  CHECK(said(R"({"properties":{"$schema":{"type":"string"}},
                 "enum":[{"$schema":"x"}],"default":{"$schema":"x"}})") == "");
}

TEST_CASE("keywords of later drafts are not passed over", "[schema][form]") {
  for (const auto* keyword : {"const", "if", "contains", "propertyNames",
                              "prefixItems", "$id", "dependentRequired"}) {
    const std::string inner = std::string("{\"") + keyword + "\":{}}";
    CHECK_THAT(said(inner), Contains("#/" + std::string(keyword) + ": "));
    CHECK_THAT(said(R"({"properties":{"a":)" + inner + "}}"),
               Contains("#/properties/a/" + std::string(keyword) + ": "));
    // A schema that says it is draft-04 means it.
    CHECK(said(R"({"$schema":"http://json-schema.org/draft-04/schema#",
                   "items":)" +
               inner + "}") == "");
  }
  CHECK(said(R"({"properties":{"const":{},"if":{}}})") == "");
}

TEST_CASE("what the metaschema refuses is refused", "[schema][form]") {
  const std::pair<const char*, const char*> cases[]{
      {R"({"required":true})", "#/required: "},
      {R"({"required":[]})", "#/required: "},
      {R"({"properties":{"a":{"required":["b","b"]}}})",
       "#/properties/a/required: "},
      {R"({"exclusiveMinimum":true})", "#: expected a member minimum"},
      {R"({"items":[{"type":[]}]})", "#/items/0/type: "},
      {R"({"type":["null","null"]})", "#/type: "},
      {R"({"enum":[]})", "#/enum: "},
      {R"({"dependencies":{"a":[]}})", "#/dependencies/a: "},
      {R"({"properties":[]})", "#/properties: "},
      {R"({"title":5})", "#/title: "},
      // Also where no document comes to it.
      {R"({"definitions":{"a":{"minimum":"1"}}})", "#/definitions/a/minimum: "},
      {R"({"definitions":{"a":{"not":{"maxItems":-1}}}})",
       "#/definitions/a/not/maxItems: "},
      {R"({"definitions":{"a":{"additionalProperties":{"pattern":"("}}}})",
       "#/definitions/a/additionalProperties/pattern: "}};
  for (const auto& [schema, place] : cases) {
    INFO(schema);
    CHECK_THAT(said(schema), Contains(std::string("the schema at ") + place));
  }
  CHECK(said(draft4_metaschema) == "");
  // 1,000 levels are one schema each.
  CHECK(said(nested(1000, R"({"items":)", R"({"type":"null"})", "}")) == "");
  CHECK_THAT(said(nested(1000, R"({"items":)", R"({"title":1})", "}")),
             Contains("/items/title: expected string, found an integer"));
}

TEST_CASE("the built-in schemas are draft-04 schemas", "[schema][form]") {
  for (const auto* name : {"connectivity", "connectivity-4.3", "trunkstore"}) {
    CHECK(said(read_file(source_dir() / "rules" / "schema" /
                         (std::string(name) + ".json"))) == "");
  }
}

}  // namespace trunklift::schema::test
