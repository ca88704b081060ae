// What of a document found no column: the verbatim rest, for `extra`.
#pragma once

#include <string>

#include "model/value.h"

namespace trunklift {

// The JSON text of `object` without what is marked taken, in the old shape: an
// object whose members were all taken is gone, one that was empty stays. "" if
// nothing is left. Looks at the members of `object`, not at its own mark.
std::string leftover_json(const Value& object);

}  // namespace trunklift
