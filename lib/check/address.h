// SIP addresses of endpoints: literal, host name, or neither.
#pragma once

#include <cstdint>
#include <string_view>

namespace trunklift {

enum class AddressKind : std::uint8_t { literal, name, malformed };

// literal: dotted IPv4 or IPv6 without brackets; name: labels of letters,
// digits, hyphens and underscores, the last one not all digits, 253 characters
// at the most.
AddressKind address_kind(std::string_view address);

}  // namespace trunklift
