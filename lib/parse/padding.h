// The bytes that a text needs behind it to be parsed.
#pragma once

#include <cstddef>

namespace trunklift {

// Bytes that must be readable (and are ignored) behind any text handed to
// `Parser::parse`. Equals simdjson's own padding; checked in parser.cc.
inline constexpr std::size_t parse_padding = 64;

}  // namespace trunklift
