// Runs the rules that look at one document.
#pragma once

#include <span>
#include <vector>

#include "check/rule.h"

namespace trunklift {

// The keys of which a document must have one for the rule to be called.
Needs needs_of(const DocumentRule& rule);

// Calls only rules that may find something in the document.
class DocumentRules {
public:
  // The rules outlive this.
  explicit DocumentRules(std::span<const DocumentRule* const> rules);

  void check(const Value& root, std::span<const ChangedOption> options,
             Findings& findings) const;

private:
  // Kept side by side, because every document is compared with each of them.
  struct Step {
    Needs needs;
    const DocumentRule* rule;
  };
  std::vector<Step> steps_;
};

}  // namespace trunklift
