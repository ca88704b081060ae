// Documents of a target that a run did not meet.
#pragma once

#include <chrono>
#include <string>

#include "ledger/known_documents.h"
#include "ledger/missing.h"

namespace trunklift::postgres {

struct LedgerAt {
  std::string at;  // see Connection
  std::string schema;
  std::chrono::seconds retry_for;
};

// Decides in the order of account and document id, first of what was marked and
// met.
// Calls `each` with what is to be marked, pruned or restored.
Missing find_missing(const LedgerAt& ledger, KnownDocuments& stored,
                     const Covers& covers, bool prune, const EachAtEnd& each);

}  // namespace trunklift::postgres
