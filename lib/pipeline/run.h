// The serial end of the pipeline: versions, balance, target, reports.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check/corpus.h"
#include "ledger/versions.h"
#include "model/balance.h"
#include "pipeline/processor.h"
#include "report/report.h"
#include "sink/sink.h"
#include "source/input_names.h"

namespace trunklift {

// Fed with batches in input order, by one thread.
class Run {
public:
  // All outlive the run. `sink` and `rejects` may be null.
  struct Parts {
    const Plan* plan;
    const InputNames* inputs;
    std::vector<Report*> reports;
    Sink* sink = nullptr;
    ReportStream* rejects = nullptr;
  };
  explicit Run(Parts parts);

  void consume(ProcessedBatch& batch);

  // The rules across documents, the target's last word, the reports' ends.
  RunSummary finish(bool interrupted);

  const Balance& balance() const { return balance_; }
  std::uint64_t findings(Severity severity) const {
    return severities_[static_cast<std::size_t>(severity)];
  }

private:
  void document(const Processed& document);
  Bucket settle(const Processed& document);
  Bucket versioned(const Processed& document);
  void remember(const Processed& document);
  void remember_rejected(const Processed& document);
  Bucket deliver(const Processed& document, Delivery::Kind kind, bool replaces);
  void reject(const Processed& document);
  void report(const Subject& subject, const Finding& finding);
  void corpus_findings();
  RunSummary summary() const;
  Subject subject(const Processed& document);
  const std::string& input_name(std::uint32_t input);

  Parts parts_;
  Balance balance_;
  Versions versions_;
  Corpus corpus_;
  // The latest rejected revision of each document.
  struct Rejected {
    Rank rank;
    std::string account_id, document_id;
    Origin origin;
  };
  std::map<Hash128, Rejected> rejected_;
  std::uint64_t severities_[3] = {};
  std::map<std::string, std::uint64_t> rules_;
  // The last name that was asked for.
  std::optional<std::uint32_t> named_;
  std::string name_;
};

}  // namespace trunklift
