// What the platform's default converters and classifiers do with numbers.
// Source: shared cases, values/numbers.ndjson.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trunklift {

// What the platform looks up when `dialled` is called: a leading plus stays as
// it is; 10 NANP digits, with or without a 1, become +1...; 011 or 00 and five
// or more digits become + and the rest; eight or more digits that start with
// 2-9 become + and all of them; anything else is unchanged. No punctuation is
// removed.
std::string normalized_number(std::string_view dialled);

// Removes the visual separators of RFC 3966 and blanks, and nothing else:
// "(415) 555-0101" -> "4155550101".
std::string without_separators(std::string_view number);

// The least number of characters of a number, with its plus: the platform names
// databases by the first so many, and finds no shorter number.
inline constexpr std::size_t least_number = 5;

// How a number is dialled in the invite formats npan, 1npan and strip_plus:
// ten digits, a 1 and ten digits, and without the plus. What is no NANP number
// stays as it is in the first two.
std::string npan_of(std::string_view number);
std::string one_npan_of(std::string_view number);
std::string strip_plus_of(std::string_view number);

// Whether the platform takes a number that a customer dials to a carrier, when
// nothing else says so: NANP numbers, + and eight or more digits that start
// with 2-9, and what begins with 011 or 00.
bool is_reconcilable(std::string_view number);

// The platform's class of a dialled number: "did_us", "tollfree_us", "toll_us",
// "emergency", "caribbean", "international" or "unknown".
std::string_view class_of_number(std::string_view number);

// "+" and 1 to 15 digits: what a number looks like after normalization.
bool is_plus_number(std::string_view number);

}  // namespace trunklift
