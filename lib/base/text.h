// Text helpers with more than two callers: case, UTF-8, JSON text, hex.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace trunklift {

// ASCII only: SIP user names, realms and enum values compare that way.
std::string to_lower(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
inline bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }
inline bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool all_digits(std::string_view text);  // false for ""

// Without leading and trailing blanks, tabs, carriage returns and newlines.
std::string_view trimmed(std::string_view text);

// The number of Unicode code points in valid UTF-8.
std::size_t code_points(std::string_view utf8);

// Appends `text` as a JSON string, quotes included. UTF-8 passes through; only
// quotes, backslashes and control characters are escaped.
void append_json_string(std::string& out, std::string_view text);
std::string json_string(std::string_view text);

// `bytes` with what is not UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view bytes);

// The same for what people may look at: what printable() would not let pass is
// escaped, too, which says the same to a program. `text` may be any bytes.
void append_shown_json(std::string& out, std::string_view text);
std::string shown_json(std::string_view text);

// For a terminal, which must not take what stands in an input for a command:
// valid UTF-8 on one line, with control characters (C0, DEL and C1) as "\x1b",
// and what is not seen, or turns what is seen around (directions of writing,
// line separators, joiners), as "\u202e".
std::string printable(std::string_view bytes);
void append_printable(std::string& out, std::string_view bytes);

void append_hex(std::string& out, std::uint64_t value);  // 16 digits

// 1234567 -> "1,234,567", for people.
std::string grouped(std::uint64_t value);

}  // namespace trunklift
