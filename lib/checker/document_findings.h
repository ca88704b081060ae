// What is found in a trunkstore document as it was written, the schema apart.
#pragma once

#include "model/document.h"
#include "model/finding.h"
#include "model/value.h"

namespace trunklift {

// Keys that stand twice in one object, anywhere in the document.
void find_duplicate_keys(const Value& root, Findings& findings);

// Strings and keys that hold the character U+0000, of a document whose text has
// its escape.
void find_nul_characters(const Value& root, Findings& findings);

// What the document says of itself, where that is odd.
void report_identity(const Value& root, const Identity& identity,
                     Findings& findings);

}  // namespace trunklift
