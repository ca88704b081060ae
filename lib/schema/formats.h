// The formats of draft-04, strictly by their RFCs.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace trunklift::schema {

enum class Format : std::uint8_t {
  date_time,  // RFC 3339, with leap seconds only where UTC may have them
  email,      // RFC 5321, a Mailbox
  hostname,   // RFC 1123, without a last dot
  ipv4,       // four decimal octets, without leading zeros
  ipv6,       // RFC 4291 section 2.2, without a zone
  uri,        // RFC 3986, with a scheme
};

// Nothing for a format that draft-04 does not have: those are ignored.
std::optional<Format> format_of(std::string_view name);

// "a date-time", "an email address", ...
std::string_view describe(Format format);

bool has_format(std::string_view text, Format format);

}  // namespace trunklift::schema
