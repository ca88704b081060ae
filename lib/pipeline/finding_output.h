// Puts the findings of one document into words, for each report of a run.
#pragma once

#include <limits>
#include <string>

#include "model/finding.h"
#include "pipeline/plan.h"
#include "pipeline/processed_batch.h"
#include "report/cap.h"

namespace trunklift {

// One a thread.
class FindingOutput {
public:
  explicit FindingOutput(const Plan& plan) : plan_(plan) {}

  // Asks the policy about each finding, counts those that are shown and adds
  // them to what the reports of the batch have. The others are taken out.
  void add(const Processed& document, Findings& findings,
           ProcessedBatch& batch);
  // Why a document was rejected: a JSON array.
  std::string reasons(const Findings& findings);

private:
  std::string_view input_name(std::uint32_t input);

  const Plan& plan_;
  std::uint32_t named_input_ = std::numeric_limits<std::uint32_t>::max();
  std::string input_name_;  // of that, as it may be printed
  Cap cap_;
};

}  // namespace trunklift
