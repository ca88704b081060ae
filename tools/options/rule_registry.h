// All rules of the build: what `rules`, `explain` and the pages are made from.
#pragma once

#include <memory>
#include <string>
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
  // The same; throws Error(usage), with the nearest name, if there is none.
  const Rule& known(const std::string& name) const;
  // All that go by that name: an id, a slug, a group, the beginning of ids
  // ("TL02") or "all". Throws as `known` does.
  std::vector<const Rule*> named(const std::string& name) const;

private:
  normalize::Program normalization_;  // owns its rules
  std::vector<const Rule*> all_;
};

}  // namespace trunklift
