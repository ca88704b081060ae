// What a text that is no JSON says of itself for certain.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

struct Salvage {
  // "" where it cannot be told.
  std::string account_id, document_id;
  bool is_trunk = true;  // false: it says that it is of another kind
};

// Members count only where they are whole, with what stands in front of and
// behind them, and where no other says something else: one damaged byte, or a
// text that was cut off, never makes another document of it.
Salvage salvage(std::string_view text);

// The same of a row without its document.
Salvage salvage_row(std::string_view row);

}  // namespace trunklift
