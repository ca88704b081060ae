// Tells IP addresses from host names in the addresses of servers.
#pragma once

#include <cstdint>
#include <string_view>

namespace trunklift {

enum class AddressKind : std::uint8_t { literal, name, malformed };

// `literal` is dotted IPv4, or IPv6 without brackets. `name` has labels of
// letters, digits, hyphens and underscores, a last label that is not all
// digits, and at most 253 characters.
AddressKind address_kind(std::string_view address);

}  // namespace trunklift
