// Brings a checked document into its canonical form; every change is recorded.
#pragma once

#include <functional>
#include <vector>

#include "model/change.h"
#include "model/finding.h"
#include "model/pointer.h"
#include "model/value.h"
#include "normalize/program.h"

namespace trunklift {

// Whether a step may be taken at a place: the value that it works on, or the
// object whose members it does.
using MayChange =
    std::function<bool(const normalize::Step& step, const Place& place)>;

// Applies the program to the document in place. Whether anything but dropping
// members was done. Without `may_change`, every step may be taken.
bool normalize_document(const normalize::Program& program, Value& root,
                        Arena& arena, Findings& findings,
                        std::vector<Change>& changes,
                        const MayChange& may_change = {});

}  // namespace trunklift
