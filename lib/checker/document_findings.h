// Finds faults of a trunkstore document as written, besides the schema's.
#pragma once

#include "model/document.h"
#include "model/finding.h"
#include "model/value.h"

namespace trunklift {

// Reports keys that occur twice in one object, anywhere in the document.
void find_duplicate_keys(const Value& root, Findings& findings);

// Reports strings and keys with the character U+0000. Only needed for a
// document whose text has its escape.
void find_nul_characters(const Value& root, Findings& findings);

// Reports what is odd in what the document says of itself.
void report_identity(const Value& root, const Identity& identity,
                     Findings& findings);

}  // namespace trunklift
