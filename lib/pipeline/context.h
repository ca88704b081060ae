// What an account or limits document says of its account.
#pragma once

#include <optional>

#include "check/corpus.h"
#include "model/document.h"
#include "model/value.h"

namespace trunklift {

// Nothing for documents of other kinds; a deleted one says that there is
// nothing.
std::optional<AccountContext> context_of(const Value& root,
                                         const Identity& identity);

}  // namespace trunklift
