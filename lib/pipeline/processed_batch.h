// The results of a batch of documents.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/corpus.h"
#include "ledger/coverage.h"
#include "model/document.h"
#include "model/modern.h"
#include "model/stage.h"
#include "model/value.h"
#include "pipeline/readiness.h"
#include "pipeline/tally.h"
#include "report/report.h"
#include "source/batch.h"

namespace trunklift {

// What becomes of a document, before other documents and the target are asked.
enum class Fate : std::uint8_t {
  accepted,  // has records, if the plan asks for them
  deleted,   // says that the document is deleted
  rejected,
  context,  // an account, limits or number document
  skipped,  // of another kind
};

// A document that the serial end needs.
struct Processed {
  Blob blob;
  Identity identity;
  Fate fate = Fate::skipped;
  Stage stage = Stage::parse;
  std::string reasons;  // of a rejected document; see FindingOutput::reasons
  Records records;      // their text is in the batch's arena
  std::string changes;
  Hash128 record_hash;   // hash of records and changes, or context_hash
  bool settled = false;  // was not converted, see Plan::settled
  std::optional<Summary> summary;
  std::optional<AccountContext> context;  // of account and limits documents
  std::vector<Mark> marks;                // if Plan::readiness
  // Documents that it may be or may hold, although it was not read as one of
  // them.
  std::vector<Doubt> doubts = {};
  bool is_known = false;  // if it was rejected, `doubts` has all of them
};

struct ProcessedBatch {
  Arena arena;  // holds the texts of `documents` and `numbers`
  std::vector<Processed> documents;
  std::vector<NumberDocument> numbers;  // of number documents
  Tally tally;                          // of all documents of the batch
  std::vector<ReportPart> rendered;     // findings in words, for each report
  // Bytes of `documents` and of what they hold outside of the arena, and of
  // `rendered`.
  std::size_t bytes = 0;

  void add(Processed&& document);
  // The memory that the batch holds, in bytes, except for some hundred.
  std::size_t held() const {
    return bytes + arena.bytes() + numbers.size() * sizeof(NumberDocument);
  }
  void clear();  // keeps memory for reuse, unless it is much
};

}  // namespace trunklift
