// Addresses of private networks (RFC 1918, RFC 6598).
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

constexpr Network networks[] = {
    {0x0a000000, 8}, {0x64400000, 10}, {0xac100000, 12}, {0xc0a80000, 16}};

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const auto address = ipv4(child(server.find("auth"), "ip"));
  if (!address) return;
  for (const Network& network : networks) {
    if (!contains(network, *address)) continue;
    const Place here(place, "auth");
    return report.add(Place(here, "ip"), "a private address");
  }
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
            "modern cluster wants addresses to be unique.",
     .cases = "ip-08"},
    check};

}  // namespace trunklift::rules
