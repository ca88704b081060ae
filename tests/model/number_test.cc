// The platform's number rules, against what the platform printed.
#include "model/number.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

TEST_CASE(
    "numbers are normalized, formatted and classed as the platform does it") {
  for (const std::string& line :
       test::platform_lines("values/numbers.ndjson")) {
    const test::Json json(line);
    CAPTURE(line);
    const std::string_view number = json->find("n")->string();
    CHECK(normalized_number(number) == json->find("e164")->string());
    CHECK(npan_of(number) == json->find("npan")->string());
    CHECK(one_npan_of(number) == json->find("1npan")->string());
    CHECK(strip_plus_of(number) == json->find("strip_plus")->string());
    CHECK(class_of_number(number) == json->find("class")->string());
    CHECK(is_reconcilable(number) == json->find("reconcilable")->truth);
  }
}

TEST_CASE("the rules in short") {
  CHECK(normalized_number("4155550101") == "+14155550101");
  CHECK(normalized_number("14155550101") == "+14155550101");
  CHECK(normalized_number("+1 415") == "+1 415");
  CHECK(normalized_number("01112345") == "+12345");
  CHECK(normalized_number("0111234") == "0111234");
  CHECK(normalized_number("0012345") == "+12345");
  CHECK(normalized_number("23456789") == "+23456789");
  CHECK(normalized_number("2345678") == "2345678");
  CHECK(normalized_number("12345678") == "12345678");
  CHECK(normalized_number("1155550101") == "1155550101");
  CHECK(normalized_number("") == "");
}

TEST_CASE("separators go, nothing else") {
  CHECK(without_separators("+1 (415) 555-01.01/2") == "+141555501012");
  CHECK(without_separators("415x#*,") == "415x#*,");
}

TEST_CASE("a plus number is a plus and up to 15 digits") {
  CHECK(is_plus_number("+1"));
  CHECK(is_plus_number("+123456789012345"));
  for (const char* text :
       {"", "+", "1", "+1234567890123456", "+1a", "+1 ", "++1"}) {
    CAPTURE(text);
    CHECK_FALSE(is_plus_number(text));
  }
}

}  // namespace
}  // namespace trunklift
