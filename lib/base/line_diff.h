// What differs between two texts, line by line, in the unified form.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

// As `diff -u` prints it, with three lines of context; "" if nothing differs.
// A last line without a newline counts as one with.
std::string unified_diff(std::string_view before, std::string_view after,
                         std::string_view before_name,
                         std::string_view after_name);

// What unified_diff returned, perhaps several times, in colour.
std::string colored_diff(std::string_view diff);

}  // namespace trunklift
