// Names of hosts.
#include "base/host_name.h"

#include <catch2/catch.hpp>

#include <string>

namespace trunklift {
namespace {

TEST_CASE("a host name is known by its last label") {
  CHECK(last_label("a") == "a");
  CHECK(last_label("pbx-1.example.com") == "com");
  CHECK(last_label("example.com.") == "com");
  CHECK(last_label("10.0.0.1") == "1");
  CHECK(last_label("a_b.c", "_") == "c");
  CHECK(last_label("a.b_", "_") == "b_");
}

TEST_CASE("what is no host name has no last label") {
  for (const std::string_view name :
       {"", ".", "a..b", ".a", "a..", "-a", "a-", "a.b-.c", "a b", "a_b", "a/b",
        "\xC3\xA9"}) {
    INFO(name);
    CHECK_FALSE(last_label(name));
  }
  CHECK_FALSE(last_label(std::string_view("a\0b", 3)));
}

TEST_CASE("labels have up to 63 bytes, names up to 253 and a dot") {
  const std::string label(63, 'a');
  CHECK(last_label("b." + label) == label);
  CHECK_FALSE(last_label("b.a" + label));
  const std::string name =
      label + '.' + label + '.' + label + '.' + std::string(61, 'b');
  REQUIRE(name.size() == 253);
  CHECK(last_label(name));
  CHECK(last_label(name + '.'));
  CHECK_FALSE(last_label(name + 'b'));
}

}  // namespace
}  // namespace trunklift
