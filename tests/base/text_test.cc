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

TEST_CASE("what is printed is valid UTF-8 without control characters") {
  CHECK(valid_utf8("a\xFF\xC3") == "a\xEF\xBF\xBD\xEF\xBF\xBD");
  const std::string text = "pbx-1.\xC3\x89 \xF0\x9F\x98\x80 \\";
  CHECK(printable(text) == text);
  CHECK(printable("a\x1b[31m\r\n\t\x7Fz") == "a\\x1b[31m\\x0d\\x0a\\x09\\x7fz");
  CHECK(printable(std::string_view("\0", 1)) == "\\x00");
  // C1, and the no-break space behind it.
  CHECK(printable("\xC2\x80\xC2\x9B\xC2\x9F\xC2\xA0") ==
        "\\x80\\x9b\\x9f\xC2\xA0");
  // At each place among plain text, of which eight bytes are taken at once.
  for (std::size_t i = 0; i <= 20; ++i) {
    std::string line(20, '~');
    CHECK(printable(line.insert(i, "\x7F")) ==
          std::string(i, '~') + "\\x7f" + std::string(20 - i, '~'));
    line = std::string(20, ' ');
    CHECK(printable(line.insert(i, "\xC3\xA9\xFF")) ==
          std::string(i, ' ') + "\xC3\xA9\xEF\xBF\xBD" +
              std::string(20 - i, ' '));
  }
  // A byte of C1 by itself is no text, nor is the start of one.
  CHECK(printable("\x9B\xC2") == "\xEF\xBF\xBD\xEF\xBF\xBD");
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
