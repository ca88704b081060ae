// The rules that the stages report. All other rules are in rules/.
#pragma once

#include <span>

#include "model/finding.h"

namespace trunklift::rule {

#define RULE(name, ...) extern const Rule name;
#include "check/rules.def"
#undef RULE

std::span<const Rule* const> builtin();

}  // namespace trunklift::rule
