// One document through all stages: parse, check, normalize, bind, convert.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/corpus.h"
#include "check/rule.h"
#include "check/schema/schema.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/modern.h"
#include "normalize/normalize.h"
#include "parse/parser.h"
#include "source/reader.h"

namespace trunklift {

// How documents are processed; shared by all threads, read only.
struct Plan {
  const schema::Program* schema = nullptr;
  // Any JSON documents against any schema: no kinds, no normalization.
  bool generic = false;
  bool strict = false;
  bool convert = false;  // false: findings are all that is wanted
  const normalize::Program* normalization = nullptr;
  RuleSet rules;
  // Of documents that do not say, in inputs that do not either; may be "".
  std::string account;
  std::uint64_t max_document = ReaderOptions{}.largest_document;  // to be told
};

// What becomes of a document, as far as it alone decides.
enum class Fate : std::uint8_t {
  accepted,  // has records (if they were asked for)
  deleted,   // a version that says that the document is gone
  rejected,
  context,  // speaks of its account
  skipped,  // of another kind
};

// Where a document was rejected.
enum class Stage : std::uint8_t { parse, identify, check, bind };
std::string_view stage_name(Stage stage);

struct Processed {
  Blob blob;
  Identity identity;
  Fate fate = Fate::skipped;
  Stage stage = Stage::parse;
  std::vector<Finding> findings;
  Records records;  // text lives in the batch's arena
  std::string changes, record_hash;
  std::optional<Summary> summary;
  std::optional<AccountContext> context;  // of account and limits documents
};

struct ProcessedBatch {
  Batch batch;
  Arena arena;
  std::vector<Processed> documents;
};

// One a thread.
class Processor {
public:
  explicit Processor(const Plan& plan);
  ProcessedBatch process(Batch batch);

private:
  Processed document(const Blob& blob, Arena& arena);
  Processed stand_in(const Blob& blob) const;
  void trunkstore(Value& root, Processed& out, Arena& arena);
  void check_schema(const Value& root,
                    std::vector<schema::Violation>& violations);
  void report_schema(const std::vector<schema::Violation>& written,
                     const std::vector<schema::Violation>& canonical,
                     Findings& findings) const;

  const Plan& plan_;
  Parser parser_;
  schema::Validator validator_;
  std::vector<schema::Violation> written_, canonical_;
  std::vector<Change> changes_;
};

}  // namespace trunklift
