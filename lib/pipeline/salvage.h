// Looks for certain ids in a text that is not JSON.
#pragma once

#include <string>
#include <string_view>

namespace trunklift {

struct Salvage {
  // "" if it is not certain.
  std::string account_id, document_id;
  bool is_trunk = true;  // false: the text says that it is of another kind
};

// A member counts only if it is whole, together with what stands in front of it
// and behind it, and if no other member of the same name differs. So one
// damaged byte or a cut never turns one document into another.
Salvage salvage(std::string_view text);

// The same for a CouchDB row without its document.
Salvage salvage_row(std::string_view row);

}  // namespace trunklift
