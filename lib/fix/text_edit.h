// Changes of a document made in its text, so that the rest stays as it was.
#pragma once

#include <string>
#include <string_view>

#include "model/value.h"

namespace trunklift {

// `text` is JSON, and `before` what it holds, no key twice in an object; the
// result holds `after`. White space, the order of members, and the spelling of
// numbers and strings stay as they are wherever the two do not differ.
std::string with_changes(std::string_view text, const Value& before,
                         const Value& after);

}  // namespace trunklift
