// Names and values of emergency data.
#pragma once

#include <string_view>

#include "model/value.h"

namespace trunklift {

// As portals and older software spell it: with "e911" in it, also apart
// ("e_911", "E-911"), or with "emergency", in any case.
bool is_emergency_name(std::string_view name);

// Whether it is the word `true`, by which a document says that a number has a
// feature. The number's own document has the details.
bool is_mark(const Value& value);

// Whether it has anything but false, null, blanks and the text that encoders
// write for nothing.
bool says_something(const Value& value);

}  // namespace trunklift
