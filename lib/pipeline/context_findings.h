// Findings in account, limits and number documents.
#pragma once

#include "model/document.h"
#include "model/finding.h"
#include "model/value.h"

namespace trunklift {

void report_context(const Value& root, const Identity& identity,
                    Findings& findings);

}  // namespace trunklift
