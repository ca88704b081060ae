// Recognizes inputs that are not UTF-8 text.
#pragma once

#include <cstddef>
#include <string_view>

namespace trunklift {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// How many bytes of an input are looked at.
inline constexpr std::size_t encoding_sample = 4096;

// Why an input that starts with `start` cannot be read, for people; "" if it
// can.
std::string_view unreadable_encoding(std::string_view start);

}  // namespace trunklift
