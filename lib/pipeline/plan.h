// The settings of a run that decide how documents are processed.
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

// All threads share one and only read it.
struct Plan {
  const schema::Program* schema = nullptr;
  // Checks any JSON documents against any schema: there are no kinds, rules or
  // normalizations.
  bool generic = false;
  bool strict = false;
  bool convert = false;                      // false: only findings are needed
  const SettledVersions* settled = nullptr;  // these are not converted again
  bool keep_reasons = false;  // for the rejects file and the target
  bool fingerprint = false;   // compute Tally::source
  std::vector<PlannedReport> reports = {};
  // How many findings of one rule and severity in one document a capped report
  // lists; 0: all.
  std::uint64_t most_of_rule = 0;
  const Policy* policy = nullptr;  // null: all findings are shown
  bool readiness = false;          // marks are needed
  bool explain_skips = false;      // report why documents are not used (TL0027)
  const InputNames* inputs = nullptr;
  std::size_t max_depth = Parser::default_max_depth;
  const normalize::Program* normalization = nullptr;
  RuleSet rules;
  std::vector<ChangedOption> options = {};  // of rules
  // The account of documents whose contents and path name none; may be "".
  std::string account;
  // In bytes; only used in messages.
  std::uint64_t max_document = ReaderOptions{}.largest_document;

  // The same plan for documents of other inputs. `names` outlives the copy.
  Plan of_inputs(const InputNames& names) const {
    Plan out = *this;
    out.inputs = &names;
    return out;
  }
};

}  // namespace trunklift
