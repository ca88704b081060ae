// Measures how much of a document would be repeated in its records.
#pragma once

#include <cstdint>

#include "model/document.h"
#include "model/finding.h"
#include "model/legacy.h"

namespace trunklift {

// The bytes that records and the corpus repeat for each server and number: ids
// of the document, names of its servers, and values that servers and numbers
// inherit. With a long text and many servers, that could be as much as the
// square of the document's size.
std::uint64_t repeated_bytes(const Connectivity& document,
                             const Identity& identity);

// Reports a document of `bytes` bytes if its records would repeat too much.
// Returns whether it did; no records may be made of the document then.
bool report_repeated(const Connectivity& document, const Identity& identity,
                     std::uint64_t bytes, Findings& findings);

}  // namespace trunklift
