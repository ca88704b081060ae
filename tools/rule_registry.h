// All rules of the build: what `rules`, `explain` and the pages are made from.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "model/rule.h"
#include "normalize/program.h"

namespace trunklift {

class RuleRegistry {
public:
  RuleRegistry();

  // In the order of their ids.
  const std::vector<const Rule*>& all() const { return all_; }
  // By id or slug, whatever the case; nullptr if there is none.
  const Rule* find(std::string_view name) const;

private:
  normalize::Program normalization_;  // owns its rules
  std::vector<const Rule*> all_;
};

}  // namespace trunklift
