// JSON that is appended to a text.
#include "base/json_writer.h"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>

namespace trunklift {
namespace {

TEST_CASE("commas stand between members and elements, and nowhere else") {
  std::string out;
  JsonWriter json(out);
  json.object().text("a", "1").object("b").end_object();
  json.array("c").end_array().array("d").number(1).text("x").object();
  json.end_object().array().end_array().end_array().end_object();
  CHECK(out == R"({"a":"1","b":{},"c":[],"d":[1,"x",{},[]]})");
}

TEST_CASE("what stood before is left alone") {
  std::string out = "{\"line\":1}\n";
  JsonWriter(out).object().flag("a", true).end_object().end_line();
  CHECK(out == "{\"line\":1}\n{\"a\":true}\n");
  out = "x";
  JsonWriter(out).number("a", 1).number("b", 2);
  CHECK(out == R"(x"a":1,"b":2)");
}

// Their last character decides about the comma.
TEST_CASE("texts that end with a bracket or a colon do not lose their comma") {
  std::string out;
  JsonWriter(out).array().text("{").text("[").text(":").text("").end_array();
  CHECK(out == R"(["{","[",":",""])");
  out.clear();
  JsonWriter(out).object().text("a", ":").plain("b", "[").json("c", "{}");
  CHECK(out == R"({"a":":","b":"[","c":{})");
}

TEST_CASE("numbers of any size are written as they are") {
  std::string out;
  JsonWriter(out)
      .array()
      .number(std::numeric_limits<std::uint64_t>::max())
      .number(std::numeric_limits<std::int64_t>::min())
      .number(-0)
      .end_array();
  CHECK(out == "[18446744073709551615,-9223372036854775808,0]");
}

TEST_CASE("texts and names are escaped, as data or for people") {
  const std::string odd = "a\"\\\n\xE2\x80\xAE";
  std::string data, shown;
  JsonWriter(data, JsonWriter::Texts::data)
      .object()
      .escaped_key(odd)
      .text(odd)
      .end_object();
  CHECK(data == "{\"a\\\"\\\\\\n\xE2\x80\xAE\":\"a\\\"\\\\\\n\xE2\x80\xAE\"}");
  JsonWriter(shown).object().escaped_key(odd).text(odd).end_object();
  CHECK(shown == R"({"a\"\\\n\u202e":"a\"\\\n\u202e"})");
}

TEST_CASE("what is empty may be null") {
  std::string out;
  JsonWriter(out).object().text_or_null("a", "").text_or_null("b", "x");
  CHECK(out == R"({"a":null,"b":"x")");
}

}  // namespace
}  // namespace trunklift
