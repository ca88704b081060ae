// A member of an object whose tree nobody needs.
#pragma once

#include <functional>
#include <string_view>

namespace trunklift {

// Its key, the first character of its value (t, f, n, {, [, ", - or a digit),
// and the value if that is text, else "".
using LookAtMember = std::function<void(std::string_view key, char first,
                                        std::string_view text)>;

}  // namespace trunklift
