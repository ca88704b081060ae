// Names and addresses of hosts.
#include "base/internet_text.h"

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

TEST_CASE("an address is one to its end") {
  CHECK(is_ipv4("192.0.2.1"));
  CHECK(is_ipv6("2001:db8::1"));
  CHECK(is_ipv6("::ffff:192.0.2.1"));
  CHECK_FALSE(is_ipv4("2001:db8::1"));
  CHECK_FALSE(is_ipv6("192.0.2.1"));
  for (const std::string_view text :
       {std::string_view(""), std::string_view("192.0.2"),
        std::string_view("192.0.2.1 "), std::string_view("192.0.2.01"),
        std::string_view("192.0.2.256"), std::string_view("192.0.2.1\0", 10),
        std::string_view("::1%lo"), std::string_view("[::1]"),
        std::string_view("1:2:3:4:5:6:7:8::"), std::string_view("1::2::3"),
        std::string_view("12345::"), std::string_view("::1\0x", 5)}) {
    INFO(text);
    CHECK_FALSE(is_ipv4(text));
    CHECK_FALSE(is_ipv6(text));
  }
}

TEST_CASE("a part of a URI escapes what it must not have") {
  CHECK(is_uri_text("", "", ""));
  CHECK(is_uri_text("aZ9-%20%fF@", "-", "@"));
  for (const char* text : {"-", "%", "%2", "%2g", "a b", "%20%"}) {
    INFO(text);
    CHECK_FALSE(is_uri_text(text, "@", "."));
  }
}

}  // namespace
}  // namespace trunklift
