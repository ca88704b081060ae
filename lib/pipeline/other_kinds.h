// What `check` wants to know of documents that it makes no tree of.
#pragma once

#include <optional>

#include "check/corpus_record.h"
#include "model/value.h"
#include "parse/parser.h"

namespace trunklift {

// What the document of a number says; nothing if it is deleted or is of a
// number that only its account knows. Texts are in the arena. Whether any of it
// is the text "undefined", which counts as absent, is in `has_undefined`.
std::optional<NumberDocument> read_number(const JsonText& document,
                                          Arena& arena, bool& has_undefined);

// A quick guess at whether a trunkstore document is in it: false only if none
// is.
bool may_hold_trunk(const JsonText& document);

}  // namespace trunklift
