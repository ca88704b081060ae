// Addresses that mean another machine on each one (RFC 6890).
#include <arpa/inet.h>
#include <cstdint>
#include <optional>
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

// The number of a dotted IPv4 address; nothing for anything else.
std::optional<std::uint32_t> ipv4(const Value* address) {
  in_addr out{};
  const std::string text(address ? address->string_or_empty() : "");
  if (inet_pton(AF_INET, text.c_str(), &out) != 1) return {};
  return ntohl(out.s_addr);
}

struct Network {
  std::uint32_t address;
  int bits;
};

bool contains(const Network& network, std::uint32_t address) {
  return (address ^ network.address) >> (32 - network.bits) == 0;
}

constexpr Network networks[] = {{0x00000000, 8},   // this network
                                {0x7f000000, 8},   // loopback
                                {0xa9fe0000, 16},  // link-local
                                {0xe0000000, 4},   // multicast
                                {0xf0000000, 4}};  // reserved, broadcast

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const auto address = ipv4(child(server.find("auth"), "ip"));
  if (!address) return;
  for (const Network& network : networks) {
    if (!contains(network, *address)) continue;
    const Place here(place, "auth");
    return report.add(Place(here, "ip"),
                      "expected an address that calls can be sent to");
  }
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
            "never checks.",
     .cases = "ip-08"},
    check};

}  // namespace trunklift::rules
