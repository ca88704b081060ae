// Rules are collected from where they are made, sorted by id, and looked up.
#include "options/rule_registry.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "check/rules.h"
#include "options/closest.h"
#include "options/compiled_plan.h"
#include "rules.h"

namespace trunklift {

RuleRegistry::RuleRegistry() : normalization_(built_in_normalization()) {
  const auto add = [&](const Rule& rule) { all_.push_back(&rule); };
  for (const Rule* rule : rule::builtin()) add(*rule);
  for (const Rule& rule : normalization_.rules()) add(rule);
  const RuleSet semantic = rules::all();
  for (const DocumentRule* each : semantic.written) add(each->rule);
  for (const DocumentRule* each : semantic.document) add(each->rule);
  for (const NumberRule* each : semantic.number) add(each->rule);
  for (const ClaimRule* each : semantic.user) add(each->rule);
  for (const ClaimRule* each : semantic.address) add(each->rule);
  for (const AccountRule* each : semantic.account) add(each->rule);
  std::sort(all_.begin(), all_.end(),
            [](const Rule* a, const Rule* b) { return a->id < b->id; });
}

const Rule* RuleRegistry::find(std::string_view name) const {
  const auto found =
      std::find_if(all_.begin(), all_.end(), [&](const Rule* rule) {
        return equals_ignoring_case(rule->id, name) ||
               equals_ignoring_case(rule->slug, name);
      });
  return found == all_.end() ? nullptr : *found;
}

const Rule& RuleRegistry::known(const std::string& name) const {
  if (const Rule* rule = find(name)) return *rule;
  std::vector<std::string> names;
  for (const Rule* rule : all_) {
    names.emplace_back(rule->slug);
    names.emplace_back(rule->id);
  }
  const std::string near = closest(name, names);
  throw Error(Exit::usage, "find", name, "there is no such rule",
              (near.empty() ? "" : "did you mean " + near + "? ") +
                  "trunklift rules lists them");
}

std::vector<const Rule*> RuleRegistry::named(const std::string& name) const {
  if (const Rule* rule = find(name)) return {rule};
  constexpr std::size_t least_prefix = 3;  // "TL0"
  const std::string wanted = to_lower(name);
  std::vector<const Rule*> out;
  for (const Rule* rule : all_) {
    if (wanted == "all" || wanted == rule->group ||
        (wanted.size() >= least_prefix &&
         to_lower(rule->id).starts_with(wanted))) {
      out.push_back(rule);
    }
  }
  if (out.empty()) known(name);
  return out;
}

}  // namespace trunklift
