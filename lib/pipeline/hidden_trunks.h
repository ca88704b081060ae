// Finds trunkstore documents in places where the pipeline does not read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/value.h"

namespace trunklift {

// Whether an object looks like a trunkstore document: its type is sys_info, it
// has servers with credentials or numbers, or it has servers beside an account.
bool looks_like_trunk(const Value& object);

struct HiddenTrunks {
  std::uint64_t count = 0;
  std::string first;  // JSON Pointer of the first one
  // The accounts that they name, each once; "" if one names none.
  std::vector<std::string> accounts;
};

// The objects at any depth below `root` that look like trunkstore documents.
// Returns nothing if there are none.
std::optional<HiddenTrunks> hidden_trunks(const Value& root);

}  // namespace trunklift
