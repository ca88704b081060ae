// Networks of IPv4 addresses, for rules that tell addresses apart by them.
#pragma once

#include <arpa/inet.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "check/rule.h"

namespace trunklift::rules {

struct Network {
  std::uint32_t address;  // in the order of this machine
  int bits;
};

// Whether this is the text of a dotted IPv4 address in one of them.
inline bool is_in(const Value* address, std::span<const Network> networks) {
  in_addr parsed{};
  const std::string text(address ? address->string_or_empty() : "");
  if (inet_pton(AF_INET, text.c_str(), &parsed) != 1) return false;
  const std::uint32_t number = ntohl(parsed.s_addr);
  return std::any_of(networks.begin(), networks.end(), [&](const Network& one) {
    return (number ^ one.address) >> (32 - one.bits) == 0;
  });
}

}  // namespace trunklift::rules
