// Why a document is not used.
#pragma once

#include "model/document.h"
#include "model/finding.h"

namespace trunklift {

// Adds the reason (TL0027) of a document that leaves nothing in a target.
void report_skipped(const Identity& identity, Findings& findings);

}  // namespace trunklift
