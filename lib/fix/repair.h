// Repairs of a document's tree at the places that findings point at.
#pragma once

#include <span>
#include <vector>

#include "model/finding.h"
#include "model/value.h"

namespace trunklift {

// Whether such a repair may be made: safe ones, and with `lossy` the others.
bool may_repair(Fix fix, bool lossy);

// Does what Rule::repair says for each finding whose place is there; returns
// the rules of those, one for each repair.
std::vector<const Rule*> repair(std::span<const Finding> findings, bool lossy,
                                Value& root, Arena& arena);

}  // namespace trunklift
