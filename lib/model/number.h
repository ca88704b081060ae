// The platform's own number normalization (its default converters).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trunklift {

// What the platform looks up when `dialled` is called: a leading plus stays as
// it is; 10 NANP digits, with or without a 1, become +1...; 011 or 00 and five
// or more digits become + and the rest; eight or more digits that start with
// 2-9 become + and all of them; anything else is unchanged. No punctuation is
// removed. Source: shared cases, values/numbers.ndjson.
std::string normalized_number(std::string_view dialled);

// Without the visual separators of RFC 3966 and blanks: "(415) 555-0101" ->
// "4155550101". Nothing else is removed.
std::string without_separators(std::string_view number);

// Characters that a number has at least, its plus among them: the platform
// keeps numbers in databases named by so many, and finds no shorter one.
inline constexpr std::size_t least_number = 5;

// "+" and 1 to 15 digits: what a number looks like after normalization.
bool is_plus_number(std::string_view number);

}  // namespace trunklift
