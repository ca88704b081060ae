// Emergency data in a document as it was written, wherever it stands.
#pragma once

#include <functional>

#include "model/pointer.h"
#include "model/value.h"

namespace trunklift::rules {

using Visit = std::function<void(const Value& value, const Place& place)>;

// All that says something and that calls do not use, the marks of numbers
// apart. What is inside of such a value is not visited.
void each_unread_emergency(const Value& root, const Visit& visit);

}  // namespace trunklift::rules
