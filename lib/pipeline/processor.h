// One document through all stages: parse, check, normalize, bind, convert.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "check/corpus.h"
#include "check/document_rules.h"
#include "check/rule.h"
#include "ledger/coverage.h"
#include "model/document.h"
#include "model/finding.h"
#include "model/modern.h"
#include "model/settled.h"
#include "normalize/normalize.h"
#include "parse/parser.h"
#include "pipeline/hidden_trunks.h"
#include "pipeline/readiness.h"
#include "pipeline/tally.h"
#include "pipeline/turn.h"
#include "policy/policy.h"
#include "report/cap.h"
#include "report/report.h"
#include "schema/schema.h"
#include "source/reader.h"

namespace trunklift {

struct PlannedReport {
  const Report* report;
  bool capped;  // see Plan::most_of_rule

  PlannedReport(const Report* its, bool is_capped = false)
      : report(its), capped(is_capped) {}
};

// How documents are processed; shared by all threads, read only.
struct Plan {
  const schema::Program* schema = nullptr;
  // Any JSON documents against any schema: no kinds, no normalization.
  bool generic = false;
  bool strict = false;
  bool convert = false;  // false: findings are all that is wanted
  const SettledVersions* settled = nullptr;  // those are not converted
  bool keep_reasons = false;  // why documents were rejected, for rejects
  bool fingerprint = false;   // of what is read, see Tally::source
  std::vector<PlannedReport> reports = {};
  // So many findings of one rule and severity in one document are listed by
  // capped reports; 0: all.
  std::uint64_t most_of_rule = 0;
  const Policy* policy = nullptr;  // null: all that is found is shown
  bool readiness = false;          // marks are wanted
  const InputNames* inputs = nullptr;
  std::size_t max_depth = Parser::default_max_depth;
  const normalize::Program* normalization = nullptr;
  RuleSet rules;
  std::vector<ChangedOption> options = {};  // of rules
  // For documents and inputs that do not say theirs; may be "".
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
enum class Stage : std::uint8_t { parse, identify, check, bind, load };
std::string_view stage_name(Stage stage);

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

// One a thread.
class Processor {
public:
  explicit Processor(const Plan& plan);
  // `batch` has to stay as long as what is put in `out`. With a turn, what is
  // too much to be held is handed over, and large documents wait for it.
  void process(const Batch& batch, ProcessedBatch& out, Turn* turn = nullptr);
  // One that was processed before.
  void process(const Blob& document, ProcessedBatch& out);
  // Gives back the memory that documents so far took.
  void let_go();
  // Those of the last document that are shown; without a policy, all.
  const Findings& findings() const { return findings_; }

private:
  void dispatch(const Blob& blob, ProcessedBatch& batch);
  void hand_over(ProcessedBatch& batch);
  void await_turn(std::size_t bytes);
  void stand_in(const Blob& blob, ProcessedBatch& batch);
  void document(const Blob& blob, ProcessedBatch& batch);
  void generic(const Blob& blob, ProcessedBatch& batch);
  bool read(std::string_view text);
  void broken(const Blob& blob, ProcessedBatch& batch);
  void unreadable(const Blob& blob, const Rule& rule, std::string message,
                  ProcessedBatch& batch);
  std::string_view account_of(const Blob& blob) const;
  bool skips(Kind kind) const;
  bool number(ProcessedBatch& batch);
  void undefined(const Blob& blob, ProcessedBatch& batch);
  Identity identity_of(const Value& root, const Blob& blob);
  bool is_misread(const Value& root, Processed& out);
  void hold(const HiddenTrunks& hidden, Processed& out);
  void beside(const Blob& blob, ProcessedBatch& batch);
  Value* whole_tree();
  void trunkstore(Value& root, Processed& out, Arena& arena);
  void finish(Processed&& document, ProcessedBatch& batch);
  void render(const Processed& document, ProcessedBatch& batch);
  std::string_view input_name(std::uint32_t input);
  void check_schema(const Value& root,
                    std::vector<schema::Violation>& violations);
  void report_schema(const std::vector<schema::Violation>& written,
                     const std::vector<schema::Violation>& canonical);

  const Plan& plan_;
  Turn* turn_ = nullptr;   // of the batch at hand
  bool is_large_ = false;  // a document of it was, see await_turn
  bool is_huge_ = false;   // the same
  Parser parser_;
  schema::Validator validator_;
  const DocumentRules written_rules_, document_rules_;
  std::vector<schema::Violation> written_, canonical_;
  std::vector<Change> changes_;
  std::vector<Rank> ancestors_;  // of the document at hand, if it lists them
  std::uint32_t named_input_ = std::numeric_limits<std::uint32_t>::max();
  std::string input_name_;
  Findings findings_, normalized_;  // of the document at hand
  Cap cap_;
};

}  // namespace trunklift
