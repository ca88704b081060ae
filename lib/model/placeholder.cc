// Texts that stand for nothing.
#include "model/placeholder.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace trunklift {

bool is_placeholder(std::string_view text) {
  constexpr std::array<std::string_view, 8> words = {
      "null", "nil", "none", "n/a", "nan", "(null)", "<null>", "#n/a"};
  if (text.size() < 3 || text.size() > 6) return false;  // most texts
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return equals_ignoring_case(text, word);
  });
}

}  // namespace trunklift
