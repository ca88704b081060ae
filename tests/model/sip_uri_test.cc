// URIs that failovers lead to, good and bad.
#include "model/sip_uri.h"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

namespace trunklift {
namespace {

using std::string_view_literals::operator""sv;

// Good ones and bad ones; several are in RFC 3261, 19.1, and RFC 4475.
TEST_CASE("a SIP URI is what RFC 3261 says") {
  for (const std::string_view uri : {
           "sip:alice@atlanta.example.com",
           "SIP:alice@atlanta.example.com",
           "sips:alice@atlanta.example.com?subject=project%20x&priority=urgent",
           "sip:+1-212-555-1212:1234@gateway.example.com;user=phone",
           "sip:alice;day=tuesday@atlanta.example.com",
           "sip:alice:secretword@atlanta.example.com;transport=tcp",
           "sip:atlanta.example.com;method=REGISTER?to=alice%40atlanta.com",
           "sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*"
           ":&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com",
           "sip:user@[2001:db8::10]",
           "sip:user@[2001:db8::10]:5070;lr",
           "sip:192.0.2.4:5060",
           "sip:user%40home@example.com.",
           "sip:user;par=u%40example.net@example.com",
           "sip:sips%3Auser%40example.com@example.net",
           "sip:a@x-1.y",
       }) {
    INFO(uri);
    CHECK(is_sip_uri(uri));
  }
  for (const std::string_view text : {
           ""sv,
           "sip:"sv,
           "sip"sv,
           "alice@example.com"sv,
           "tel:+12125551212"sv,
           "sip:alice@"sv,
           "sip:@example.com"sv,
           "sip:a@b@example.com"sv,
           "sip:alice@example com"sv,
           "sip:al ice@example.com"sv,
           "sip:alice@exa_mple.com"sv,
           "sip:alice@-example.com"sv,
           "sip:alice@example-.com"sv,
           "sip:alice@example..com"sv,
           "sip:a@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           "aaaaaaaaaaaaaaaa.com"sv,  // 72 in one label
           "sip:alice@192.0.2"sv,
           "sip:alice@192.0.2.300"sv,
           "sip:alice@2001:db8::10"sv,
           "sip:alice@[2001:db8::10"sv,
           "sip:alice@[192.0.2.1]"sv,
           "sip:alice@[2001:db8::10]x"sv,
           "sip:alice@example.com:"sv,
           "sip:alice@example.com:0"sv,
           "sip:alice@example.com:65536"sv,
           "sip:alice@example.com:50x"sv,
           "sip:al%ice@example.com"sv,
           "sip:al%4@example.com"sv,
           "sip:al%zzice@example.com"sv,
           "sip:alice@example.com;"sv,
           "sip:alice@example.com;=x"sv,
           "sip:alice@example.com;lr="sv,
           "sip:alice@example.com?"sv,
           "sip:alice@example.com?subject"sv,
           "sip:alice@example.com?=x"sv,
           "sip:alice@example.com\r\nX: y"sv,
           "<sip:alice@example.com>"sv,
           " sip:alice@example.com"sv,
           "sip:alice@example.com "sv,
           "sip:al\0ice@example.com"sv,
           "sip:alice@exam\0ple.com"sv,
           "sip:caf\xc3\xa9@example.com"sv,
           "sip:alice@caf\xc3\xa9.com"sv,
           "sip:\"alice\"@example.com"sv,
           "sip:{alice}@example.com"sv,
           "sip:alice@1"sv,
       }) {
    INFO(text);
    CHECK_FALSE(is_sip_uri(text));
  }
  CHECK_FALSE(is_sip_uri("sip:a@" + std::string(300, 'x')));
}

TEST_CASE("a telephone URI is what RFC 3966 says") {
  for (const std::string_view uri :
       {"tel:+1-201-555-0123", "TEL:+358-555-1234567",
        "tel:7042;phone-context=example.com",
        "tel:863-1234;phone-context=+1-914-555", "tel:+358-555-1234567;ext=22",
        "tel:*31#;phone-context=+1"}) {
    INFO(uri);
    CHECK(is_tel_uri(uri));
  }
  for (const std::string_view text :
       {"tel:", "tel:+", "tel:7042", "tel:+1 201 555 0123", "tel:+1x",
        "tel:+1;", "tel:-.()", "+12015550123", "sip:+1@example.com",
        "tel:+*31#", "tel:7042;context=example.com"}) {
    INFO(text);
    CHECK_FALSE(is_tel_uri(text));
  }
}

}  // namespace
}  // namespace trunklift
