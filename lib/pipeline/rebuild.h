// Makes the legacy document again from its modern records.
#pragma once

#include <string>

#include "model/modern.h"

namespace trunklift {

// Returns the JSON text of the legacy document, equal to the original up to
// white space and the order of members. It takes the columns, adds `extra`, and
// takes the recorded normalizations back. Throws Error(internal) if the rows
// contradict each other.
std::string rebuild(const StoredDocument& stored);

}  // namespace trunklift
