// IPv6 addresses.
#include "base/internet_text.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* address = child(server.find("auth"), "ip");
  if (!address) return;
  if (!is_ipv6(address->string_or_empty())) return;
  const Place here(place, "auth");
  report.add(Place(here, "ip"), "expected an IPv4 address, found IPv6");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule address_is_ipv6;
const DocumentRule address_is_ipv6{
    {.id = "TL0232",
     .slug = "address-is-ipv6",
     .group = "address",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "An IPv6 address goes out without brackets, and with a port "
                "it is not an address any more.",
     .looks_at = "/servers/*/auth/ip",
     .message = "expected an IPv4 address, found IPv6",
     .why = "Address and port are put together with a colon, without the "
            "brackets that an IPv6 address needs in a SIP URI. A modern IP "
            "device takes IPv4 addresses only.",
     .cases = "ip-10"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
