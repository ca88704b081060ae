// Puts the findings of one document into words, for each report of a run.
#pragma once

#include <limits>
#include <string>

#include "model/finding.h"
#include "pipeline/plan.h"
#include "pipeline/processed_batch.h"
#include "report/cap.h"

namespace trunklift {

// Each thread has one.
class FindingOutput {
public:
  explicit FindingOutput(const Plan& plan) : plan_(plan) {}

  // Asks the policy about each finding and removes those that are not shown.
  // Counts the others, and adds their words to the reports of the batch.
  void add(const Processed& document, Findings& findings,
           ProcessedBatch& batch);
  // The findings of a rejected document as a JSON array, for the rejects file
  // and the target.
  std::string reasons(const Findings& findings);

private:
  std::string_view input_name(std::uint32_t input);

  const Plan& plan_;
  std::uint32_t named_input_ = std::numeric_limits<std::uint32_t>::max();
  std::string input_name_;  // of `named_input_`, printable
  Cap cap_;
};

}  // namespace trunklift
