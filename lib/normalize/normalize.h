// Brings a checked document into its canonical form; every change is recorded.
#pragma once

#include <vector>

#include "model/change.h"
#include "model/finding.h"
#include "model/value.h"
#include "normalize/program.h"

namespace trunklift {

// Applies the program to the document in place. Whether anything but dropping
// members was done. Without `may_change`, every step may be taken.
bool normalize_document(const normalize::Program& program, Value& root,
                        Arena& arena, Findings& findings,
                        std::vector<Change>& changes,
                        const normalize::MayChange& may_change = {});

}  // namespace trunklift
