// Emergency data in a document as it was written, wherever it stands.
#pragma once

#include <string>
#include <vector>

#include "check/rule.h"

namespace trunklift::rules {

// Pointers of all that says something and that calls do not use, the marks of
// numbers apart. What is inside of such a value has none of its own.
const std::vector<KeptPointer>& unread_emergency(const Value& root,
                                                 DocumentReport& report);

}  // namespace trunklift::rules
