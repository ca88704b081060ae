// The part of a document that found no column: the verbatim rest, for `extra`.
#pragma once

#include <string>

#include "model/value.h"

namespace trunklift {

// The JSON text of `object` in its old shape, without members that are marked
// taken. An object whose members were all taken is left out; one that was empty
// stays. "" if nothing is left. The mark of `object` itself does not matter.
std::string leftover_json(const Value& object);

}  // namespace trunklift
