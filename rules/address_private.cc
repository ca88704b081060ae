// Addresses of private networks (RFC 1918, RFC 6598).
#include "check/rule.h"
#include "networks.h"

namespace trunklift::rules {
namespace {

constexpr Network networks[] = {
    {0x0a000000, 8}, {0x64400000, 10}, {0xac100000, 12}, {0xc0a80000, 16}};

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  if (!is_in(child(server.find("auth"), "ip"), networks)) return;
  const Place here(place, "auth");
  report.add(Place(here, "ip"), "a private address");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule address_private;
const DocumentRule address_private{
    {.id = "TL0235",
     .slug = "address-private",
     .group = "address",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A private address: calls reach it only inside the network "
                "that it belongs to.",
     .looks_at = "/servers/*/auth/ip",
     .message = "a private address",
     .why = "It is right where the customer is connected by a private "
            "network, and wrong where a PBX behind a router gave its own "
            "address. Two customers may well have the same one, while a "
            "modern cluster wants addresses to be unique."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
