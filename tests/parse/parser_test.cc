// The parser: types, number text, strings, refusals.
#include <catch2/catch.hpp>

#include <set>

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
    return std::string(depth, '[') + "1" + std::string(depth, ']');
  };
  CHECK(problem(nested(Parser::default_max_depth)) == "");
  CHECK(problem(nested(Parser::default_max_depth + 1)) ==
        "it is nested too deeply");
  CHECK(problem(nested(1'000'000)) != "");
  Parser flat(2);
  CHECK(flat.parse_copy(R"([{"a":1}])"));
  CHECK(flat.parse_copy(R"([{"a":[]}])"));  // an empty one is no level
  CHECK_FALSE(flat.is_too_deep());
  CHECK_FALSE(flat.parse_copy(R"([{"a":[1]}])"));
  CHECK(flat.is_too_deep());
  CHECK_FALSE(flat.parse_copy("["));
  CHECK_FALSE(flat.is_too_deep());
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

// The content of a text that is JSON.
Hash128 content_of(std::string_view text) {
  Parser parser;
  const std::optional<Tree> tree = parser.read_copy(text);
  REQUIRE(tree);
  return tree->content;
}

TEST_CASE("content is what is said, however it is spaced or escaped") {
  const Hash128 content = content_of(R"({"a":[1,"\u00e9/"],"b":{"c":null}})");
  CHECK(content_of("{ \"a\" :[1,\n\"\\u00E9\\/\"], \"b\":{\"c\": null} }") ==
        content);
  CHECK(content_of(R"({"b":{"c":null},"a":[1,"é/"]})") == content);
  for (const char* other :
       {R"({"a":[1,"e/"],"b":{"c":null}})",
        R"({"a":[1.0,"é/"],"b":{"c":null}})",
        R"({"a":[1,"é/"],"b":{"c":false}})", R"({"a":["é/",1],"b":{"c":null}})",
        R"({"b":[1,"é/"],"a":{"c":null}})", R"({"a":[1,"é/"],"b":{"c":[]}})",
        R"({"a":[1,"é/"],"b":{"c":{}}})", R"({"a":[1,"é/"],"c":{"b":null}})",
        R"({"a":[1,"é/",{}],"b":{"c":null}})"}) {
    CHECK(content_of(other) != content);
  }
  // How a number is written counts: it is kept.
  CHECK(content_of("[1.0]") != content_of("[1.00]"));
  CHECK(content_of("[1e400]") != content_of("[2e400]"));
  CHECK(content_of("[18446744073709551616]") !=
        content_of("[18446744073709551617]"));
  CHECK(content_of("[0]") != content_of("[-0]"));
}

TEST_CASE("texts of any length have a content of their own") {
  std::set<Hash128> seen;
  std::string text;
  for (int size = 0; size < 40; ++size) {
    // Each place counts, and so does what is a key.
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = 'b';
      CHECK(seen.insert(content_of("[\"" + other + "\"]")).second);
      CHECK(seen.insert(content_of("{\"" + other + "\":0}")).second);
    }
    CHECK(seen.insert(content_of("[\"" + text + "\"]")).second);
    text += 'a';
  }
}

TEST_CASE("a text member of the root is found, with a tree or without") {
  const bool with_tree = GENERATE(false, true);
  Parser parser;
  const auto member = [&](std::string text, const char* key) {
    text.resize(text.size() + parse_padding);
    std::optional<IndexedText> indexed = parser.index(
        std::string_view(text).substr(0, text.size() - parse_padding));
    REQUIRE(indexed);
    const auto json = with_tree ? indexed->with_tree() : indexed->verdict();
    REQUIRE(json);
    const auto found = json->text_member(key);
    CHECK(json->tree().root != nullptr);
    CHECK(json->text_member(key) == found);
    return found ? std::string(*found) : std::string("-");
  };
  CHECK(member(R"({"a":1.5,"b":{"c":"no","d":[1]},"e":[{}],"c":"yes"})", "c") ==
        "yes");
  CHECK(member(R"({"a":18446744073709551615,"c":"first","c":"x"})", "c") ==
        "first");
  CHECK(member(R"({"c":1,"c":"x"})", "c") == "-");
  CHECK(member(R"({"a":"c"})", "c") == "-");
  CHECK(member(R"(["c","x"])", "c") == "-");
  CHECK(member("{}", "c") == "-");
}

TEST_CASE("a member near the end is guessed from the tokens") {
  Parser parser;
  const auto seems = [&](std::string text) {
    text.resize(text.size() + parse_padding);
    const std::optional<IndexedText> indexed = parser.index(
        std::string_view(text).substr(0, text.size() - parse_padding));
    REQUIRE(indexed);
    return indexed->seems_to_have("kind", "x");
  };
  CHECK(seems(R"({"kind":"x"})"));
  CHECK(seems(R"({ "a":[], "kind" : "x" , "b":{"c":1,"d":[null]}})"));
  CHECK_FALSE(seems(R"({"kind":"y"})"));
  CHECK_FALSE(seems(R"({"a":"kind"})"));
  CHECK_FALSE(seems(R"("kind")"));
  CHECK_FALSE(seems(R"({"kind":x})"));
  std::string many = R"({"kind":"x")";
  for (int i = 0; i < 100; ++i) many += ",\"" + std::to_string(i) + "\":0";
  CHECK_FALSE(seems(many + "}"));  // too far from the end
}

TEST_CASE("keys that stand twice are noticed") {
  const auto noticed = [](std::string_view text) {
    Parser parser;
    const std::optional<Tree> tree = parser.read_copy(text);
    REQUIRE(tree);
    return tree->may_have_duplicates;
  };
  CHECK(noticed(R"({"a":1,"b":2,"a":3})"));
  CHECK(noticed(R"([{"x":{"a":{},"a":{}}}])"));
  CHECK_FALSE(noticed(R"({"a":{"a":1},"b":{"a":2}})"));
  std::string many = "{";
  for (int i = 0; i < 60; ++i) many += "\"" + std::to_string(i) + "\":0,";
  CHECK_FALSE(noticed(many + "\"x\":1}"));
  CHECK(noticed(many + "\"7\":1}"));
}

TEST_CASE("a value knows nothing of what its memory held before") {
  Parser parser;
  for (const std::string_view text :
       {R"({"a":true})", R"({"a":1.5})", R"({"a":18446744073709551615})",
        R"({"a":1e400})", R"({"a":-0})", R"({"a":"x"})", R"({"a":[]})"}) {
    CAPTURE(text);
    Value* value = parser.parse_copy(text)->find("a");
    CHECK_FALSE(value->taken);
    CHECK((value->is(Type::boolean) || !value->truth));
    value->taken = value->truth = true;
  }
}

}  // namespace
}  // namespace trunklift
