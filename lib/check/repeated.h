// How much of a document its records repeat.
#pragma once

#include <cstdint>

#include "model/document.h"
#include "model/finding.h"
#include "model/legacy.h"

namespace trunklift {

// Bytes that records, their ids and what is remembered for rules across
// documents take again for each server and number: ids of the document, names
// of its servers, and what servers and numbers inherit. A long text and many
// servers would make of a small document as much as the square of its size.
std::uint64_t repeated_bytes(const Connectivity& document,
                             const Identity& identity);

// Reports a document of so many bytes of which more would be repeated than
// records take; whether it is one. Nothing is to be made of it then.
bool report_repeated(const Connectivity& document, const Identity& identity,
                     std::uint64_t bytes, Findings& findings);

}  // namespace trunklift
