// Time: the platform's Gregorian seconds, and now, as ISO 8601 text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace trunklift {

// The platform counts seconds since year 0: 63,700,000,000 is in 2018.
// Subtract this for Unix time.
inline constexpr std::int64_t gregorian_unix_offset = 62'167'219'200;

// Within 1970..9999: another stamp is not what it says it is.
bool is_plausible_gregorian(std::int64_t seconds);

// "2018-07-28T12:26:40Z", or nothing for what is not plausible.
std::optional<std::string> iso_from_gregorian(std::int64_t seconds);

// The same, of any stamp of the years 0 to 9999. `to` has room for so many
// characters.
inline constexpr std::size_t iso_size = 20;
void write_iso(std::int64_t seconds, char* to);

// The inverse; nothing for text of another form.
std::optional<std::int64_t> gregorian_from_iso(std::string_view iso);

std::string iso_now();  // UTC

}  // namespace trunklift
