// What the command line says of rules and findings, made into a policy.
#pragma once

#include "check/rule.h"
#include "command.h"
#include "policy/policy.h"
#include "rule_registry.h"

namespace trunklift {

// Throws Error(usage) for rules that there are not, and files that are wrong.
Policy make_policy(const Settings& settings, const RuleRegistry& registry);

// The options of rules that `--rule ID.name=N` changes.
std::vector<ChangedOption> changed_options(const Settings& settings,
                                           const RuleRegistry& registry);

}  // namespace trunklift
