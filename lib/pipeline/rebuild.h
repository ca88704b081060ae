// From modern records back to the legacy document they came from.
#pragma once

#include <string>

#include "model/modern.h"

namespace trunklift {

// The JSON text of the document as it was written, up to white space and the
// order of members: columns, then `extra` over them, then the recorded
// normalizations taken back. Throws Error(internal) where the rows contradict
// each other.
std::string rebuild(const StoredDocument& stored);

}  // namespace trunklift
