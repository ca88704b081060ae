// What a batch of documents came to.
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

// What becomes of a document, as far as it alone decides.
enum class Fate : std::uint8_t {
  accepted,  // has records (if they were asked for)
  deleted,   // a version that says that the document is gone
  rejected,
  context,  // speaks of its account
  skipped,  // of another kind
};

// A document that the serial end has to do with.
struct Processed {
  Blob blob;
  Identity identity;
  Fate fate = Fate::skipped;
  Stage stage = Stage::parse;
  std::string reasons;  // of a rejected document: its findings as JSON
  Records records;      // text lives in the batch's arena
  std::string changes;
  Hash128 record_hash;   // of records and changes, or context_hash
  bool settled = false;  // it was not converted: see Plan::settled
  std::optional<Summary> summary;
  std::optional<AccountContext> context;  // of account and limits documents
  std::vector<Mark> marks;                // if they are wanted
  // Documents that it may be, or hold, though it was not read as such.
  std::vector<Doubt> doubts = {};
  bool is_known = false;  // those are all, should it have been rejected
};

struct ProcessedBatch {
  Arena arena;  // holds what `documents` point to
  std::vector<Processed> documents;
  std::vector<NumberDocument> numbers;  // what those of numbers say
  Tally tally;                          // of all documents of the batch
  std::vector<ReportPart> rendered;     // the findings, as each report has them
  // Of `documents`, what else each of them holds, and what it was rendered to.
  std::size_t bytes = 0;

  void add(Processed&& document);
  // All of it, in bytes, but for some hundred a batch.
  std::size_t held() const {
    return bytes + arena.bytes() + numbers.size() * sizeof(NumberDocument);
  }
  void clear();  // keeps the memory, unless it is much
};

}  // namespace trunklift
