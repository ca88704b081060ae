// What the rules across documents need from account and limits documents.
#pragma once

#include <optional>

#include "check/corpus.h"
#include "model/document.h"
#include "model/value.h"

namespace trunklift {

// Returns nothing for documents of other kinds, and an empty context for a
// deleted document.
std::optional<AccountContext> context_of(const Value& root,
                                         const Identity& identity);

}  // namespace trunklift
