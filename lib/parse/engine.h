// What simdjson keeps of a text: its tape, and where its numbers stand. For
// lib/parse alone.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "parse/number_token.h"

namespace trunklift {

struct ParseEngine {
  // For simdjson the document itself is a level.
  explicit ParseEngine(std::size_t depth) : max_depth(depth + 1) {}

  simdjson::error_code read(std::string_view bytes);

  // The number tokens of the text in written order, from the places where the
  // parser found tokens to start. On text that is not JSON the result is of no
  // use, but harmless.
  void know_tokens();

  simdjson::dom::parser parser;
  std::size_t max_depth;
  std::string_view text;            // as written
  std::vector<NumberToken> tokens;  // empty until needed
  bool tokens_known = false;
  bool patched = false;  // numbers were blotted out
};

}  // namespace trunklift
