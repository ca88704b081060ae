// Trunkstore documents where nobody reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/value.h"

namespace trunklift {

// Whether an object looks like a trunkstore document: by its type, or by
// servers that have credentials or numbers, or stand beside an account.
bool looks_like_trunk(const Value& object);

struct HiddenTrunks {
  std::uint64_t count = 0;
  std::string first;  // where: a JSON Pointer
  // That they name, each once; "" is that of one that names none.
  std::vector<std::string> accounts;
};

// Objects in `root`, at any depth but not itself, that look like trunkstore
// documents. Nothing if there are none.
std::optional<HiddenTrunks> hidden_trunks(const Value& root);

}  // namespace trunklift
