// How documents are processed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check/rule.h"
#include "checker/checker.h"
#include "model/settled.h"
#include "normalize/program.h"
#include "parse/parser.h"
#include "policy/policy.h"
#include "report/report.h"
#include "schema/schema.h"
#include "source/input_names.h"
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
  bool explain_skips = false;      // why documents are not used (TL0027)
  const InputNames* inputs = nullptr;
  std::size_t max_depth = Parser::default_max_depth;
  const normalize::Program* normalization = nullptr;
  RuleSet rules;
  std::vector<ChangedOption> options = {};  // of rules
  // For documents and inputs that do not say theirs; may be "".
  std::string account;
  std::uint64_t max_document = ReaderOptions{}.largest_document;  // to be told

  // The same for the documents of these inputs, which outlive it.
  Plan of_inputs(const InputNames& names) const {
    Plan out = *this;
    out.inputs = &names;
    return out;
  }
};

}  // namespace trunklift
