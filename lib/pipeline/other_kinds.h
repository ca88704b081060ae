// Reads what `check` needs from documents without making their trees.
#pragma once

#include <optional>

#include "check/corpus_record.h"
#include "model/value.h"
#include "parse/parser.h"

namespace trunklift {

// What a number document says. Returns nothing if the document is deleted or
// its id is not an E.164 number. The texts are in the arena. Sets
// `has_undefined` if a text is "undefined", which counts as absent; otherwise
// leaves it as it is.
std::optional<NumberDocument> read_number(const JsonText& document,
                                          Arena& arena, bool& has_undefined);

// A quick guess whether the document is or holds a trunkstore document. If it
// returns false, there is none.
bool may_hold_trunk(const JsonText& document);

}  // namespace trunklift
