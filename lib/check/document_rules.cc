// Compares the keys of the document with the needs of each rule.
#include "check/document_rules.h"

namespace trunklift {

Needs needs_of(const DocumentRule& rule) {
  return rule.needs.at_places ? needs_at(rule.rule.looks_at) : rule.needs;
}

DocumentRules::DocumentRules(std::span<const DocumentRule* const> rules) {
  steps_.reserve(rules.size());
  for (const DocumentRule* rule : rules) {
    steps_.push_back({needs_of(*rule), rule});
  }
}

void DocumentRules::check(const Value& root,
                          std::span<const ChangedOption> options,
                          Findings& findings) const {
  if (steps_.empty()) return;
  const LevelKeys keys = level_keys(root);
  SharedFacts shared;
  for (const Step& step : steps_) {
    if (!step.needs.are_met_by(keys)) continue;
    DocumentReport report(step.rule->rule, keys, shared, findings, options);
    step.rule->check(root, report);
  }
}

}  // namespace trunklift
