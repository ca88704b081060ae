// What simdjson keeps of a text: its tape, and where its numbers stand.
#include "parse/engine.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace trunklift {

simdjson::error_code ParseEngine::read(std::string_view bytes) {
  if (bytes.size() > parser.capacity() || parser.max_depth() != max_depth) {
    const auto error =
        parser.allocate(std::max(bytes.size(), parser.capacity()), max_depth);
    if (error) return error;
  }
  return parser
      .parse(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
             false)
      .error();
}

void ParseEngine::know_tokens() {
  if (std::exchange(tokens_known, true)) return;
  tokens.clear();
  const auto& found = *parser.implementation;
  for (std::uint32_t i = 0; i < found.n_structural_indexes; ++i) {
    const std::size_t at = found.structural_indexes[i];
    if (at >= text.size() || (text[at] != '-' && !is_digit(text[at]))) {
      continue;
    }
    if (const auto token = number_at(text, at)) tokens.push_back(*token);
  }
}

}  // namespace trunklift
