// Emergency data in a document as it was written, wherever it stands.
#pragma once

#include <functional>
#include <string_view>

#include "model/pointer.h"
#include "model/value.h"

namespace trunklift::rules {

// As portals and older software spell it: with "e911" in it, also apart
// ("e_911", "E-911"), or with "emergency", in any case.
bool is_emergency_name(std::string_view name);

// The word `true` where a number says that it has a feature: what that is
// stands in the number's own document.
bool is_mark(const Value& value);

// Whether there is more in it than false, null, blanks, and the text that
// encoders write for nothing.
bool says_something(const Value& value);

using Visit = std::function<void(const Value& value, const Place& place)>;

// All that says something and that calls do not use, the marks of numbers
// apart. What is inside of such a value is not visited.
void each_unread_emergency(const Value& root, const Visit& visit);

}  // namespace trunklift::rules
