// Addresses of endpoints.
#include "check/address.h"

#include <catch2/catch.hpp>

#include <string>

namespace trunklift {
namespace {

TEST_CASE("an address is literal, a name or neither") {
  for (const char* text : {"192.0.2.1", "0.0.0.0", "2001:db8::1", "::1"}) {
    CAPTURE(text);
    CHECK(address_kind(text) == AddressKind::literal);
  }
  for (const char* text : {"pbx", "pbx.example.com", "pbx.example.com.", "a_b",
                           "1.2.3.4.example", "x1"}) {
    CAPTURE(text);
    CHECK(address_kind(text) == AddressKind::name);
  }
  for (const char* text :
       {"", ".", "192,168.0.1", " 192.0.2.1", "192.0.2.1 ", "192.0.2.1:5070",
        "192.0.2", "192.0.2.256", "1.2.3.4.5", "12345", "[2001:db8::1]",
        "-a.example", "a-.example", "a..b", "a b", "sip:pbx", "a/b",
        "pbx.example.com:5060"}) {
    CAPTURE(text);
    CHECK(address_kind(text) == AddressKind::malformed);
  }
  CHECK(address_kind(std::string_view("192.0.2.1\0x", 11)) ==
        AddressKind::malformed);
  const std::string label(63, 'a');
  CHECK(address_kind(label) == AddressKind::name);
  CHECK(address_kind(label + "a") == AddressKind::malformed);
  const std::string four = label + "." + label + "." + label + "." + label;
  CHECK(address_kind(four) == AddressKind::malformed);
}

}  // namespace
}  // namespace trunklift
