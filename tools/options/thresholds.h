// How many findings a run may have and still end well.
#pragma once

#include "command.h"
#include "options/rule_registry.h"
#include "report/report.h"

namespace trunklift {

class Thresholds {
public:
  // Throws Error(usage) for rules that there are not.
  Thresholds(const Settings& settings, const RuleRegistry& registry);

  // Whether there is more than may be, which standard error says, too, where it
  // is about a number. `documents` were checked. Findings of a rule that has a
  // limit of its own count for that alone.
  bool exceeded(const RunSummary& summary, std::uint64_t documents) const;

private:
  struct Limit {
    const Rule* rule;  // nullptr: errors of all others
    bool is_share;
    double most;  // findings; of a share, findings for each document
    std::string written;
  };
  bool has_own(const Rule& rule) const;

  FailOn fail_on_;
  std::vector<Limit> limits_;
};

}  // namespace trunklift
