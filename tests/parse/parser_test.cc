// The parser: types, number text, strings, refusals.
#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::Json;

std::string problem(std::string_view text) {
  Parser parser;
  return parser.parse_copy(text) ? "" : parser.problem();
}

TEST_CASE("each JSON type is read as itself") {
  const Json json(R"([null,true,false,7,1.5,"a",[],{}])");
  const Type expected[] = {Type::null,    Type::boolean, Type::boolean,
                           Type::integer, Type::real,    Type::string,
                           Type::array,   Type::object};
  REQUIRE(json->size == std::size(expected));
  for (std::uint32_t i = 0; i < json->size; ++i) {
    CHECK(json->items[i].type == expected[i]);
  }
  CHECK(json->items[1].truth);
  CHECK_FALSE(json->items[2].truth);
  CHECK(json->items[3].integer == 7);
  CHECK(json->items[4].real == 1.5);
}

TEST_CASE("number text is kept") {
  const std::pair<std::string, Type> numbers[] = {
      {"0", Type::integer},
      {"-17", Type::integer},
      {"9223372036854775807", Type::integer},
      {"-9223372036854775808", Type::integer},
      {"9223372036854775808", Type::big},
      {"18446744073709551615", Type::big},
      {"123456789012345678901234567890", Type::big},
      {"1.0", Type::real},
      {"0.1000", Type::real},
      {"1e3", Type::real},
      {"1E+03", Type::real},
      {"-0.0", Type::real},
      {"1e400", Type::big},
      {"-1e400", Type::big},
      {"1e-400", Type::real},
  };
  for (const auto& [text, type] : numbers) {
    CAPTURE(text);
    const Json alone(text);
    CHECK(alone->type == type);
    CHECK(alone->number_text() == text);
    // The same beside a number that needs the detour.
    const Json beside("[1e999," + text + ",\"1e5\",2]");
    CHECK(to_json(*beside) == "[1e999," + text + ",\"1e5\",2]");
  }
}

TEST_CASE("a negative zero stays negative") {
  CHECK(to_json(*Json("-0")) == "-0");
  CHECK(to_json(*Json("[-0,1e999]")) == "[-0,1e999]");
}

TEST_CASE("strings come unescaped and are written again") {
  const Json json("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"");
  CHECK(json->string() == "a\"\\/\b\f\n\r\t\xC3\xA9\xF0\x9F\x98\x80");
  CHECK(to_json(*json) ==
        "\"a\\\"\\\\/\\b\\f\\n\\r\\t\xC3\xA9\xF0\x9F\x98\x80\"");
  const Json zero(R"(["a\u0000b"])");
  CHECK(zero->items[0].string() == std::string_view("a\0b", 3));
  CHECK(to_json(*zero) == R"(["a\u0000b"])");
  CHECK(Json(R"({"\u0041\u0000":1})")->members[0].key ==
        std::string_view("A\0", 2));
}

TEST_CASE("a value survives being written and read again") {
  for (const std::string text : {
           R"({"a":[1,1.0,1e3,{"b":null}],"":"","c":"\u0001\u001f"})",
           R"([[],{},[[]],[{}],"",0])",
           "\"\xF0\x9F\x98\x80\xE2\x82\xAC\"",
       }) {
    CHECK(to_json(*Json(text)) == text);
  }
}

TEST_CASE("duplicate keys are kept, and the first is found") {
  const Json json(R"({"a":1,"b":2,"a":3})");
  CHECK(to_json(*json) == R"({"a":1,"b":2,"a":3})");
  CHECK(json->find("a")->integer == 1);
}

TEST_CASE("what is not JSON is refused, with a reason") {
  CHECK(problem("") == "it is empty");
  CHECK(problem(" \n") == "it is empty");
  CHECK(problem("\"abc") == "a string is not closed");
  CHECK(problem("\"\xFF\"") == "it is not valid UTF-8");
  CHECK(problem("\"\xED\xA0\x80\"") == "it is not valid UTF-8");
  CHECK(problem("\"a\nb\"") == "a string holds an unescaped control character");
  for (const std::string text :
       {"{\"a\":1",    "[1,2",       "{} x",    "{}{}",   "[1,]", "{\"a\"}",
        "01",          "1.",         "+1",      "nul",    "'a'",  "\"\\x\"",
        "\"\\ud800\"", "[1 2]",      "NaN",     "}",      "-",    "1e",
        "[1e999,01]",  "[1e999,1.]", "1e999 2", "1e9999x"}) {
    CAPTURE(text);
    CHECK(problem(text) != "");
  }
}

TEST_CASE("nesting has a limit, far beyond any document") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(problem(nested(900)) == "");
  CHECK(problem(nested(5000)) == "it is nested too deeply");
  CHECK(problem(nested(1'000'000)) != "");
}

TEST_CASE("a parser is reusable, also after a failure") {
  Parser parser;
  CHECK_FALSE(parser.parse_copy("[1e999"));
  REQUIRE(parser.parse_copy("{\"a\":[1e999]}"));
  Value* value = parser.parse_copy(R"({"a":7})");
  REQUIRE(value);
  CHECK(value->find("a")->integer == 7);
  CHECK(parser.problem().empty());
}

TEST_CASE("large objects and arrays are whole") {
  std::string array = "[", object = "{";
  for (int i = 0; i < 50'000; ++i) {
    array += (i ? "," : "") + std::to_string(i);
    object += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1.0";
  }
  array += ']';
  object += '}';
  CHECK(to_json(*Json(array)) == array);
  CHECK(to_json(*Json(object)) == object);
}

}  // namespace
}  // namespace trunklift
