// A member of an object whose tree nobody needs.
#pragma once

#include <functional>
#include <string_view>

namespace trunklift {

// Its key, how its value begins (the first character tells its type, and what
// follows that of an object or array whether it is empty), and the value if
// that is text, else "".
using LookAtMember = std::function<void(
    std::string_view key, std::string_view begins, std::string_view text)>;

}  // namespace trunklift
