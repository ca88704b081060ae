// Rules in words: for a terminal, for programs, and as a page.
#pragma once

#include <string>
#include <vector>

#include "model/rule.h"

namespace trunklift {

// A line a rule, in columns.
std::string rules_table(const std::vector<const Rule*>& rules);

// docs/rules.md.
std::string rules_markdown(const std::vector<const Rule*>& rules);

// All there is to say of one.
std::string rule_text(const Rule& rule);

// The same as a JSON object on a line.
std::string rule_json(const Rule& rule);

}  // namespace trunklift
