// Addresses that mean another machine on each one (RFC 6890).
#include "check/rule.h"
#include "networks.h"

namespace trunklift::rules {
namespace {

constexpr Network networks[] = {{0x00000000, 8},   // this network
                                {0x7f000000, 8},   // loopback
                                {0xa9fe0000, 16},  // link-local
                                {0xe0000000, 4},   // multicast
                                {0xf0000000, 4}};  // reserved, broadcast

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  if (!is_in(child(server.find("auth"), "ip"), networks)) return;
  const Place here(place, "auth");
  report.add(Place(here, "ip"),
             "expected an address that calls can be sent to");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule address_unroutable;
const DocumentRule address_unroutable{
    {.id = "TL0234",
     .slug = "address-unroutable",
     .group = "address",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "No call reaches the address from another machine.",
     .looks_at = "/servers/*/auth/ip",
     .message = "expected an address that calls can be sent to",
     .why = "Loopback, link-local, multicast and broadcast addresses, and "
            "those of this network, mean another thing on each machine: calls "
            "to the server fail, or end at the platform itself. The platform "
            "never checks."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
