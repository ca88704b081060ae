// All rules of the build: what `rules`, `explain` and the pages are made from.
#include "rule_registry.h"

#include <algorithm>

#include "base/text.h"
#include "check/rules.h"
#include "compiled_plan.h"
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

}  // namespace trunklift
