// The serial end of the pipeline: versions, balance, target, reports.
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

// How the reading came to its end.
struct ReadOutcome {
  bool interrupted = false;
  bool inputs_complete = false;  // all of them were read, to their ends
  std::vector<RunSummary::Unread> unread = {};  // those that were not
  // Run::doubt_input was told of all that were not.
  bool inputs_attributed = false;
  // Whether more was rejected than may be, when all is known.
  std::function<bool(const Balance&)> too_many = {};
  bool take_back = false;  // then
};

// Fed with batches in input order, by one thread.
class Run {
public:
  // All outlive the run. `sink` and `rejects` may be null.
  struct Parts {
    const Plan* plan;
    const InputNames* inputs;
    struct Output {
      Report* report;  // the plan has it as well, at the same place
      ReportStream* stream;
    };
    std::vector<Output> reports;
    std::span<const Rule* const> rules = {};  // all there are
    Sink* sink = nullptr;
    ReportStream* rejects = nullptr;
    // Bytes for telling versions and documents apart; what is beyond them is in
    // temporary files.
    std::size_t memory = default_memory;
    Complete complete = Complete::none;  // what the inputs are said to be
  };
  static constexpr std::size_t default_memory = std::size_t{1} << 30;
  explicit Run(Parts parts);

  void consume(const ProcessedBatch& batch);

  // An input that was not read to its end, and holds documents of that account
  // alone.
  void doubt_input(const std::string& input, const std::string& account_id);

  // The rules across documents, the target's last word, the reports' ends.
  RunSummary finish(const ReadOutcome& ending);

  const Balance& balance() const { return balance_; }
  // Whether any document was more than one of another kind, which is skipped.
  bool met_any() const;
  Hash128 source() const { return tally_.source; }
  std::uint64_t findings(Severity severity) const {
    return tally_.severities[static_cast<std::size_t>(severity)];
  }

private:
  // Which document it is, and which version of it.
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
  std::vector<RunSummary::Doubted> doubts_;  // the first of them
  std::uint64_t doubt_count_ = 0;
  Tally tally_;
  std::optional<CorpusFindings> late_;  // if reports are capped
  std::uint32_t named_input_ = std::numeric_limits<std::uint32_t>::max();
  std::string input_name_;
  // For what was taken to be settled, and is not.
  Plan converting_plan_;
  std::unique_ptr<Processor> converter_;
  ProcessedBatch converted_;
};

}  // namespace trunklift
