// What the command line says of rules and findings, made into a policy.
#pragma once

#include "check/rule.h"
#include "command.h"
#include "options/rule_registry.h"
#include "policy/policy.h"

namespace trunklift {

// Throws Error(usage) for rules that there are not, and files that are wrong.
Policy make_policy(const Settings& settings, const RuleRegistry& registry);

// Those of `all` that have something to say: what is off and changes nothing
// for its document need not be looked for.
class ChosenRules {
public:
  ChosenRules(const RuleSet& all, const Policy& policy);
  RuleSet set() const {
    return {written_, document_, number_, user_, address_, account_};
  }

private:
  std::vector<const DocumentRule*> written_, document_;
  std::vector<const NumberRule*> number_;
  std::vector<const ClaimRule*> user_, address_;
  std::vector<const AccountRule*> account_;
};

// The options of rules that `--rule ID.name=N` changes.
std::vector<ChangedOption> changed_options(const Settings& settings,
                                           const RuleRegistry& registry);

}  // namespace trunklift
