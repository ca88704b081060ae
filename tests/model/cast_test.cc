// The platform's casts, against what the platform printed.
#include "model/cast.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::Json;

std::string integer(std::string_view json) {
  const auto value = cast_integer(*Json(json));
  return value ? std::to_string(*value) : "no";
}

TEST_CASE("values cast as the platform does it") {
  for (const std::string& line : test::platform_lines("values/casts.ndjson")) {
    const Json json(line);
    CAPTURE(line.substr(0, 300));
    const Value& value = *json->find("v");
    const Value& as_integer = *json->find("to_integer");
    // What does not fit 64 bits is no count, port or time.
    CHECK(integer(to_json(value)) ==
          (as_integer.is(Type::integer) ? to_json(as_integer) : "no"));
    const auto boolean = cast_boolean(value);
    const Value& as_boolean = *json->find("to_boolean");
    CHECK(boolean.has_value() == as_boolean.is(Type::boolean));
    if (boolean) CHECK(*boolean == as_boolean.truth);
  }
}

TEST_CASE("the integer cast in short") {
  CHECK(integer("2.5") == "3");
  CHECK(integer("-2.5") == "-3");
  CHECK(integer(R"("30.5")") == "31");
  CHECK(integer(R"("+5")") == "5");
  CHECK(integer(R"("-0012")") == "-12");
  CHECK(integer(R"("9223372036854775807")") == "9223372036854775807");
  for (const char* text :
       {R"("1e3")", R"(" 5")", R"("")", R"("5s")", "true", "null", "[]", "{}",
        "1e300", R"("9223372036854775808")", R"("+")", R"("1.")", R"(".5")",
        R"("+-5")", "123456789012345678901234567890", "1e400"}) {
    CAPTURE(text);
    CHECK(integer(text) == "no");
  }
}

}  // namespace
}  // namespace trunklift
