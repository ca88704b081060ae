// Names and addresses of hosts and parts of URIs, as far as all that take them
// agree.
#pragma once

#include <optional>
#include <string_view>

namespace trunklift {

// The last label of a host name (RFC 1123), or nothing if it is none: 253 bytes
// at the most, beside one dot at the end, in labels of up to 63 letters,
// digits, hyphens, which are neither first nor last, and `others`.
std::optional<std::string_view> last_label(std::string_view name,
                                           std::string_view others = {});

// In text (RFC 4291), without brackets, port or zone.
bool is_ipv4(std::string_view text);
bool is_ipv6(std::string_view text);

// Whether a part of a URI has nothing but letters, digits, `marks`, `others`
// and bytes that are escaped, as "%20".
bool is_uri_text(std::string_view text, std::string_view marks,
                 std::string_view others);

}  // namespace trunklift
