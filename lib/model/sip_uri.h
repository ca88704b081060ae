// Checks URIs that a failover may lead to: SIP (RFC 3261, 25.1) and telephone
// numbers (RFC 3966). It is strict: what these grammars lack is no URI.
#pragma once

#include <string_view>

namespace trunklift {

// sip: or sips:, with a host; headers and parameters as the RFC has them.
bool is_sip_uri(std::string_view text);

// tel:, a global number or a local one with phone-context.
bool is_tel_uri(std::string_view text);

}  // namespace trunklift
