// Texts that stand for nothing.
#pragma once

#include <string_view>

#include "model/value.h"

namespace trunklift {

// What encoders write for a value that is not there: an atom of Erlang, or a
// variable of JavaScript that was never set.
inline constexpr std::string_view undefined_text = "undefined";

inline bool is_undefined(const Value& value) {
  return value.string_or_empty() == undefined_text;
}

// Whether the host of an address is that word, as in "sip:undefined" or
// "undefined:undefined".
bool is_undefined_address(std::string_view text);

// Whether it is another word for nothing ("null", "None", "n/a"). It may still
// be meant: somebody may be called Null.
bool is_placeholder(std::string_view text);

}  // namespace trunklift
