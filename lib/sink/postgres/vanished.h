// Documents of a target that a run did not meet.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "sink/known_documents.h"

namespace trunklift::postgres {

struct LedgerAt {
  std::string at;  // see Connection
  std::string schema;
  std::chrono::seconds retry_for;
};

struct MissingDocument {
  enum class What : std::uint8_t {
    gone,       // its account is covered
    elsewhere,  // nobody can tell
    returned,   // it was marked, and was met
  };
  std::string account_id, document_id;
  What what;
  bool marked;  // as vanished, by an earlier run
};

// In order of account and document id, those that were marked and met first.
// `covers` as in RunEnd; without it only those.
void find_missing(const LedgerAt& ledger, KnownDocuments& stored,
                  const Covers& covers,
                  const std::function<void(const MissingDocument&)>& each);

}  // namespace trunklift::postgres
