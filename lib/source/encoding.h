// Whether an input is text that can hold JSON at all.
#pragma once

#include <cstddef>
#include <string_view>

namespace trunklift {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// As much of an input as is looked at.
inline constexpr std::size_t encoding_sample = 4096;

// What keeps an input from being read, given how it starts; "" if nothing does.
std::string_view unreadable_encoding(std::string_view start);

}  // namespace trunklift
