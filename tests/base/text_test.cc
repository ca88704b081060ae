// Text helpers: case, blanks, JSON text, grouping.
#include "base/text.h"

#include <catch2/catch.hpp>

namespace trunklift {
namespace {

TEST_CASE("only ASCII letters have a case") {
  CHECK(to_lower("PBX-1.\xC3\x89") == "pbx-1.\xC3\x89");
  CHECK(equals_ignoring_case("Trunk1", "tRUNK1"));
  CHECK_FALSE(equals_ignoring_case("a", "ab"));
  CHECK_FALSE(equals_ignoring_case("@", "`"));
}

TEST_CASE("digits and blanks") {
  CHECK(all_digits("0123456789"));
  CHECK_FALSE(all_digits(""));
  CHECK_FALSE(all_digits("1 "));
  CHECK(trimmed(" \t\r\na b\n ") == "a b");
  CHECK(trimmed(" \n").empty());
  CHECK(code_points("\xC3\xA9\xF0\x9F\x98\x80x") == 3);
}

TEST_CASE("JSON text escapes only what it must") {
  CHECK(json_string("a\"b\\c/\n\x01\x7F\xC3\xA9") ==
        "\"a\\\"b\\\\c/\\n\\u0001\x7F\xC3\xA9\"");
  CHECK(json_string(std::string_view("\0", 1)) == "\"\\u0000\"");
}

TEST_CASE("numbers for people and hashes") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'234'567) == "1,234,567");
  std::string hex;
  append_hex(hex, 0xABC);
  CHECK(hex == "0000000000000abc");
}

}  // namespace
}  // namespace trunklift
