// What an index of PostgreSQL does not take.
#pragma once

#include <optional>
#include <string>

#include "sink/sink.h"

namespace trunklift::postgres {

// Why the rows of a document do not fit into the keys of the tables. The server
// would only say so when all is loaded and keys are made again: of ids that are
// too long, and of two that are one without U+0000.
std::optional<std::string> unfit_for_keys(const Delivery& delivery);

// The names under which such a document is kept aside: beginnings, where they
// are too long. (Its bytes are whole, and its hash tells it from others.)
Identity shortened(const Identity& identity);

}  // namespace trunklift::postgres
