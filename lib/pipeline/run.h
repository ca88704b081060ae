// The serial end of the pipeline: it decides which versions count, keeps the
// balance, and feeds the target and the reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check/corpus.h"
#include "ledger/coverage.h"
#include "ledger/versions.h"
#include "model/balance.h"
#include "pipeline/corpus_findings.h"
#include "pipeline/processor.h"
#include "report/report.h"
#include "sink/sink.h"
#include "source/input_names.h"

namespace trunklift {

// How the reading of the inputs ended.
struct ReadOutcome {
  bool interrupted = false;
  bool inputs_complete = false;  // all inputs were read to their ends
  std::vector<RunSummary::Unread> unread = {};  // inputs that were not
  // Run::doubt_input was called for each input that was not read to its end.
  bool inputs_attributed = false;
  // Whether more documents were rejected than --max-rejects allows. Called when
  // all rejected documents are known; may be empty.
  std::function<bool(const Balance&)> too_many = {};
  bool take_back = false;  // if so, the target takes the run back
};

// Takes batches in input order. Only one thread at a time may call it.
class Run {
public:
  // What the pointers lead to outlives the run. `sink` and `rejects` may be
  // null.
  struct Parts {
    const Plan* plan;
    const InputNames* inputs;
    struct Output {
      Report* report;  // Plan::reports has it at the same index
      ReportStream* stream;
    };
    std::vector<Output> reports;
    std::span<const Rule* const> rules = {};  // all there are
    Sink* sink = nullptr;
    ReportStream* rejects = nullptr;
    // Bytes of memory for telling versions and documents apart. The rest is in
    // temporary files.
    std::size_t memory = default_memory;
    Complete complete = Complete::none;  // see --complete
  };
  static constexpr std::size_t default_memory = std::size_t{1} << 30;
  explicit Run(Parts parts);

  void consume(const ProcessedBatch& batch);

  // Says that an input was not read to its end and holds documents of that
  // account only. None of its documents counts as vanished then.
  void doubt_input(const std::string& input, const std::string& account_id);

  // Runs the rules across documents, finishes the target, and ends the reports.
  RunSummary finish(const ReadOutcome& ending);

  const Balance& balance() const { return balance_; }
  // Whether the inputs held anything else than documents of other kinds, which
  // are skipped.
  bool met_any() const;
  Hash128 source() const { return tally_.source; }
  std::uint64_t findings(Severity severity) const {
    return tally_.severities[static_cast<std::size_t>(severity)];
  }

private:
  // Identifies a document and the version of it.
  struct Version {
    Hash128 key;
    Rank rank;
  };

  Bucket settle(const Processed& document);
  void cover(const Processed& document);
  void doubt(const Doubt& doubt, const std::string& input, std::uint64_t line);
  Versions::Verdict offer(const Processed& document, const Version& version);
  Bucket versioned(const Processed& document, const Version& version);
  void remember(const Processed& document, const Version& version);
  Bucket deliver(const Processed& document, bool replaces);
  const Processed& converted(const Processed& document);
  void reject(const Processed& document);
  void report(const Subject& whole, Finding finding);
  void list(bool capped, const Subject& subject, const Finding& finding);
  Bucket bucket_now(const Refusal& refusal);
  void settle_target();
  void corpus_findings(bool interrupted);
  void finish_target(const ReadOutcome& ending);
  void policy_findings(const ReadOutcome& ending);
  Readiness readiness();
  RunSummary summary() const;
  const std::string& input_name(std::uint32_t input);
  Subject subject(const Processed& document);

  Parts parts_;
  Balance balance_;
  Versions versions_;
  Corpus corpus_;
  Coverage coverage_;
  ReadinessCount readiness_;
  Missing missing_;
  bool unknown_vanished_ = false;
  static constexpr std::size_t most_named = 10;
  std::vector<RunSummary::Doubted> doubts_;  // the first `most_named`
  std::uint64_t doubt_count_ = 0;
  Tally tally_;
  std::optional<CorpusFindings> late_;  // if any report may be capped
  std::uint32_t named_input_ = std::numeric_limits<std::uint32_t>::max();
  std::string input_name_;
  // Converts documents that were taken for settled and are not.
  Plan converting_plan_;
  std::unique_ptr<Processor> converter_;
  ProcessedBatch converted_;
};

}  // namespace trunklift
