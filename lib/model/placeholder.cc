// A list of words, compared without regard to case.
#include "model/placeholder.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace trunklift {

bool is_undefined_address(std::string_view text) {
  for (const std::string_view scheme : {"sip:", "sips:"}) {
    if (!text.starts_with(scheme)) continue;
    text.remove_prefix(scheme.size());
    break;
  }
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    text.remove_prefix(at + 1);
  }
  return text.substr(0, text.find_first_of(":;")) == undefined_text;
}

bool is_placeholder(std::string_view text) {
  constexpr std::array<std::string_view, 8> words = {
      "null", "nil", "none", "n/a", "nan", "(null)", "<null>", "#n/a"};
  if (text.size() < 3 || text.size() > 6) return false;  // most texts
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return equals_ignoring_case(text, word);
  });
}

}  // namespace trunklift
