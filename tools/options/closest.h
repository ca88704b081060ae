// "Did you mean": the nearest of some names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trunklift {

// The name that is at most a third of `word` (one letter, at least) away,
// counting an insertion, deletion, change or swap of neighbours as one; or ""
// when none is. The first of equals wins.
std::string closest(std::string_view word,
                    const std::vector<std::string>& names);

}  // namespace trunklift
