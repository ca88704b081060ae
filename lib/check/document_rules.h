// Runs the rules that look at one document.
#pragma once

#include <span>
#include <vector>

#include "check/rule.h"

namespace trunklift {

// What a document has to have for the rule to be called.
Needs needs_of(const DocumentRule& rule);

// Rules of one document. Only those that may find anything are called.
class DocumentRules {
public:
  // The rules outlive this.
  explicit DocumentRules(std::span<const DocumentRule* const> rules);

  void check(const Value& root, std::span<const ChangedOption> options,
             Findings& findings) const;

private:
  // What is looked at for every document and rule, side by side.
  struct Step {
    Needs needs;
    const DocumentRule* rule;
  };
  std::vector<Step> steps_;
};

}  // namespace trunklift
