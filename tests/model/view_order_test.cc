// How views order values.
#include "model/view_order.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

int order(std::string_view a, std::string_view b) {
  return compare_terms(*test::Json(a), *test::Json(b));
}

int credentials(std::string_view a, std::string_view b) {
  const test::Json realm(R"("m")");
  return compare_credentials(*test::Json(a), *test::Json(b), &*realm);
}

TEST_CASE("values are ordered as Erlang orders them") {
  const char* ascending[] = {"-1",         "2",          "2.5",
                             "false",      "null",       "true",
                             "{}",         R"({"a":1})", R"({"a":1,"b":1})",
                             R"({"a":2})", R"({"b":0})", "[]",
                             "[1]",        "[1,2]",      "[2]",
                             R"("")",      R"("A")",     R"("a")"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      CAPTURE(ascending[i], ascending[j]);
      const int result = order(ascending[i], ascending[j]);
      CHECK((result < 0) == (i < j));
      CHECK((result > 0) == (i > j));
    }
  }
  CHECK(order("1", "1.0") == 0);
}

TEST_CASE("credentials are ordered with the realm that a view sets") {
  CHECK(credentials(R"({"a":1})", R"({"a":1})") == 0);
  CHECK(credentials(R"({"a":1,"auth_realm":"x"})", R"({"a":1})") == 0);
  CHECK(credentials(R"({"auth_realm":"z","a":1})", R"({"a":1})") > 0);
  // The realm stands behind what one has and the other has not.
  CHECK(credentials(R"({"a":1})", R"({"a":1,"b":1})") < 0);
  CHECK(credentials(R"({"a":1})", R"({"a":1,"c":1})") < 0);
  CHECK(credentials(R"("text")", R"({"a":1})") > 0);
}

}  // namespace
}  // namespace trunklift
