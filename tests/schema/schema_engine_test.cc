// The schema engine: messages, references, the platform's reading, refusals.
#include <catch2/catch.hpp>

#include "support.h"

namespace trunklift::schema::test {

using Catch::Matchers::Contains;
using List = std::vector<std::string>;

TEST_CASE("violations come in document order, each with its place",
          "[schema]") {
  constexpr auto schema = R"({"properties":{
    "a":{"type":"integer"},"b":{"items":{"type":"string","minLength":2}},
    "c~/d":{"required":["x","y"]}},"additionalProperties":false})";
  const auto found =
      violations(schema, R"({"z":1,"c~/d":{"y":0},"b":["ok","n",3],"a":null})");
  CHECK(places(found) == List{"/z additionalProperties", "/c~0~1d/x required",
                              "/b/1 minLength", "/b/2 type", "/a type"});
  CHECK(found[1].message() == "expected a value, found nothing");
  CHECK(found[2].message() ==
        "expected at least 2 characters, found a string of 1 character");
  CHECK(found[3].message() == "expected string, found an integer");
  CHECK(found[4].message() == "expected integer, found null");
}

TEST_CASE("type and enum of one value are both reported", "[schema]") {
  const auto found =
      violations(R"({"type":"string","enum":["password","IP"],"minLength":1})",
                 "7", {.platform = true});
  CHECK(places(found) == List{" type", " enum"});
  CHECK(found[1].expected == "one of password, IP");
}

TEST_CASE("no message holds a value", "[schema]") {
  constexpr auto schema = R"({"properties":{
    "a":{"enum":["x"],"type":"integer","pattern":"^q$","format":"ipv4",
         "maxLength":2,"not":{"type":"string"},"anyOf":[{"type":"null"}],
         "oneOf":[{"type":"null"}]},
    "n":{"maximum":1,"multipleOf":1000,"enum":[1]},
    "l":{"uniqueItems":true,"maxItems":1,"items":[],"additionalItems":false},
    "o":{"maxProperties":0,"dependencies":{"k":["m"]}}}})";
  const auto found = violations(schema, R"({"a":"s3cret-42","n":424242,
    "l":["s3cret-42","s3cret-42"],"o":{"k":"s3cret-42"}})");
  CHECK(found.size() == 16);
  for (const Violation& v : found) {
    INFO(keyword_name(v.keyword));
    CHECK_THAT(v.message(), !Contains("s3cret") && !Contains("42"));
    CHECK_THAT(v.pointer, !Contains("s3cret"));
  }
}

TEST_CASE("a failing combination is one violation", "[schema]") {
  CHECK(places(violations(
            R"({"anyOf":[{"type":"string"},{"required":["a","b"]}]})",
            R"({})")) == List{" anyOf"});
  CHECK(places(violations(R"({"oneOf":[{},{"type":"object"}]})", "{}")) ==
        List{" oneOf"});
  CHECK(places(violations(R"({"allOf":[{"type":"null"},{"enum":[1]}]})",
                          "{}")) == List{" type", " enum"});
}

TEST_CASE("numbers are exact", "[schema]") {
  CHECK(valid(R"({"type":"integer"})", "123456789012345678901234567890"));
  CHECK_FALSE(valid(R"({"type":"integer"})", "1.0"));
  CHECK_FALSE(valid(R"({"type":"integer"})", "1e400"));
  CHECK(valid(R"({"type":"number"})", "1e400"));
  CHECK_FALSE(valid(R"({"maximum":9007199254740992})", "9007199254740993.0"));
  CHECK(valid(R"({"maximum":9007199254740993.0})", "9007199254740993"));
  CHECK(valid(R"({"multipleOf":0.0001})", "0.0075"));
  CHECK(valid(R"({"multipleOf":0.01})", "1e999999999"));
  CHECK_FALSE(valid(R"({"minimum":0})", "-1e999999999"));
  CHECK(valid(R"({"enum":[1.0,{"a":1,"b":[2]}]})", "1"));
  CHECK(valid(R"({"enum":[{"a":1,"b":[2]}]})", R"({"b":[2.0],"a":1e0})"));
  CHECK_FALSE(valid(R"({"enum":[1]})", "true"));
  CHECK_FALSE(valid(R"({"uniqueItems":true})", "[1,2,3,4,5,6,7,8,9,1.0]"));
  CHECK(places(violations(R"({"minimum":1,"exclusiveMinimum":true})", "1")) ==
        List{" exclusiveMinimum"});
  CHECK(valid(R"({"minLength":0,"maxLength":99999999999999999999})", "\"a\""));
}

TEST_CASE("the platform's reading differs in three ways", "[schema]") {
  constexpr Options platform{.platform = true};
  constexpr auto defaulted =
      R"({"required":["m"],"properties":{"m":{"default":"p"}}})";
  CHECK_FALSE(valid(defaulted, "{}"));
  CHECK(valid(defaulted, "{}", platform));
  for (const auto* pattern :
       {R"({"pattern":"^\\+?\\d*$"})", R"({"pattern":"^(\\+|)\\d*$"})"}) {
    INFO(pattern);
    CHECK_FALSE(valid(pattern, R"("+1\n")"));
    CHECK(valid(pattern, R"("+1\n")", platform));
    CHECK_FALSE(valid(pattern, R"("+1\n\n")", platform));
  }
  constexpr auto closed =
      R"({"additionalProperties":false,"maxProperties":1,"required":["_id"],
          "properties":{"a":{"additionalProperties":false}}})";
  CHECK(places(violations(closed, R"({"_id":1,"pvt_x":2,"a":{}})", platform)) ==
        List{"/_id required"});
  CHECK(places(violations(closed, R"({"_id":1,"a":{"_b":1}})", platform)) ==
        List{"/a/_b additionalProperties", "/_id required"});
}

TEST_CASE("references lead into other documents, once each", "[schema]") {
  std::map<std::string, Json> files;
  files.emplace("devices/main.json", R"({"properties":{
     "sub":{"$ref":"part.json#/definitions/a%20b"},
     "up":{"$ref":"../caller_id"},"again":{"$ref":"../caller_id"}}})");
  files.emplace("devices/part.json",
                R"({"definitions":{"a b":{"$ref":"#/definitions/c"},
                    "c":{"type":"integer"}}})");
  files.emplace("caller_id",
                R"({"properties":{"inner":{"$ref":"#"}},"maxProperties":1})");
  List asked;
  const Loader loader = [&](const std::string& uri) -> const Value* {
    asked.push_back(uri);
    const auto found = files.find(uri);
    return found == files.end() ? nullptr : &*found->second;
  };
  const Json root(R"({"$ref":"devices/main.json"})");
  const Program program = Program::compile(*root, loader);
  const Json document(R"({"sub":"x","up":{"inner":{"a":1,"b":2}},"again":{}})");
  CHECK(places(violations(program, *document)) ==
        List{"/sub type", "/up/inner maxProperties"});
  CHECK(asked == List{"devices/main.json", "devices/part.json", "caller_id",
                      std::string(draft4_uri)});
  CHECK(refusal(R"({"items":{"$ref":"none.json"}})", loader) ==
        "cannot use the schema at #/items: there is no schema \"none.json\"");
}

// Hidden, because those schemas are no part of this project: the entry
// shared/schemas of ctest, which is there where they are, calls it.
TEST_CASE("the platform's own schemas compile, by file name", "[.][shared]") {
  const auto folder = source_dir() / ".." / "shared/suites/kazoo-schemas";
  std::map<std::string, Json> files;
  const Loader loader = [&](const std::string& uri) -> const Value* {
    const auto path = folder / (uri + ".json");
    if (!std::filesystem::exists(path)) return nullptr;
    return &*files.try_emplace(uri, read_file(path)).first->second;
  };
  for (const char* kind : {"devices", "limits", "callflows"}) {
    const Program program =
        Program::compile(*loader(kind), loader, {.platform = true});
    const auto cases = platform_dir() / "modern";
    std::map<std::string, std::string> documents;
    for (const std::string& line :
         lines_of(cases / (std::string(kind) + ".ndjson"))) {
      const Json parsed(line);
      documents[std::string(parsed->find("_id")->string())] = line;
    }
    for (const std::string& line :
         lines_of(cases / (std::string(kind) + ".expected.ndjson"))) {
      const Json expected(line);
      const std::string id(expected->find("id")->string());
      INFO(kind << " " << id);
      // Code, not a schema, looks at the data of a callflow's module.
      if (id == "badmod" || id == "timeout_str") continue;
      const Json document(documents.at(id));
      CHECK(violations(program, *document).empty() ==
            expected->find("valid")->truth);
    }
  }
}

TEST_CASE("schemas that are broken are refused with their place", "[schema]") {
  CHECK(refusal(R"({"properties":{"a/b":{"minLength":-1}}})") ==
        "cannot use the schema at #/properties/a~1b/minLength: it is an "
        "integer of at least 0");
  CHECK_THAT(refusal(R"({"items":{"pattern":"(a"}})"),
             Contains("#/items/pattern: the pattern \"(a\" is not"));
  CHECK_THAT(refusal(R"({"type":"text"})"), Contains("#/type: unknown type"));
  CHECK_THAT(refusal(R"({"type":1})"), Contains("#/type"));
  CHECK_THAT(refusal("[]"), Contains("a schema is an object"));
  CHECK_THAT(refusal(R"({"properties":{"a":true}})"), Contains("#/properties"));
  CHECK_THAT(refusal(R"({"multipleOf":0})"), Contains("greater than 0"));
  CHECK_THAT(refusal(R"({"enum":{}})"), Contains("its type is array"));
  CHECK_THAT(refusal(R"({"required":[1]})"), Contains("#/required"));
  CHECK_THAT(refusal(R"({"allOf":[]})"), Contains("#/allOf"));
  CHECK_THAT(refusal(R"({"items":3})"), Contains("#/items"));
  CHECK_THAT(refusal(R"({"dependencies":{"a":1}})"), Contains("#/dependen"));
  CHECK_THAT(refusal(R"({"$ref":"#/definitions/x"})"), Contains("nowhere"));
  CHECK_THAT(refusal(R"({"$ref":"#x"})"), Contains("no schema has the id"));
  CHECK_THAT(refusal(R"({"$ref":"%zz#%z"})"), Contains("not a URI"));
}

TEST_CASE("references in a circle are refused", "[schema]") {
  CHECK_THAT(refusal(R"({"$ref":"#"})"), Contains("back to itself"));
  CHECK_THAT(refusal(R"({"properties":{"a":{"$ref":"#/definitions/b"}},
    "definitions":{"b":{"$ref":"#/definitions/c"},
                   "c":{"$ref":"#/definitions/b"}}})"),
             Contains("back to itself"));
  for (const auto* schema :
       {R"({"allOf":[{"$ref":"#"}]})", R"({"not":{"$ref":"#"}})",
        R"({"dependencies":{"a":{"$ref":"#"}}})",
        R"({"anyOf":[{"oneOf":[{"$ref":"#"}]}]})"}) {
    INFO(schema);
    CHECK_THAT(refusal(schema), Contains("without end"));
  }
  CHECK(refusal(R"({"items":{"$ref":"#"},"allOf":[{"items":{"$ref":"#"}}]})")
            .empty());
}

TEST_CASE("results do not depend on who runs when", "[schema]") {
  const Program program = compile(R"({"properties":{"a":{"type":"null"}},
    "additionalProperties":{"uniqueItems":true,"enum":[[1]]}})");
  const Json document(R"({"b":[1,1,1,1,1,1,1,1,1,2],"a":1,"c":[[],[]]})");
  const List first = places(violations(program, *document));
  CHECK(first == List{"/b enum", "/b uniqueItems", "/a type", "/c enum",
                      "/c uniqueItems"});
  Validator validator(program);
  for (int i = 0; i < 10; ++i) {
    std::vector<Violation> again;
    CHECK_FALSE(validator.validate(*document, &again));
    CHECK(places(again) == first);
  }
}

TEST_CASE("formats are asserted unless told otherwise", "[schema]") {
  constexpr auto schema = R"({"format":"ipv4"})";
  CHECK(places(violations(schema, R"("1.2.3")")) == List{" format"});
  CHECK(valid(schema, R"("1.2.3")", {.assert_formats = false}));
  CHECK(valid(R"({"format":"regex"})", R"("((")"));
  CHECK(valid(R"({"format":"email"})", R"("\"a b\"@[IPv6:::1]")"));
  CHECK_FALSE(valid(R"({"format":"email"})", R"("a@b@c")"));
}

TEST_CASE("hundreds of names in one schema are told apart", "[schema]") {
  std::string properties;
  std::string required;
  std::string document;
  for (int i = 0; i < 300; ++i) {
    const std::string name = "\"a_long_common_prefix_" + std::to_string(i) +
                             "_and_a_long_common_end\"";
    properties +=
        (i ? "," : "") + name + ":{\"enum\":[" + std::to_string(i) + "]}";
    required += (i ? "," : "") + name;
    if (i != 299) document += (i ? "," : "") + name + ":" + std::to_string(i);
  }
  const std::string schema = "{\"properties\":{" + properties +
                             "},\"required\":[" + required +
                             "],\"additionalProperties\":false}";
  CHECK(places(violations(schema, "{" + document + "}")) ==
        List{"/a_long_common_prefix_299_and_a_long_common_end required"});
}

}  // namespace trunklift::schema::test
