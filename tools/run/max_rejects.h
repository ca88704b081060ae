// How many documents a run may reject.
#pragma once

#include "command.h"
#include "model/balance.h"

namespace trunklift {

// Whether it shows before the end. Of a share nobody can tell: what is rejected
// stands together.
bool is_known_early(const Settings& settings);

bool has_too_many_rejects(const Settings& settings, const Balance& balance);

// On standard error, with what became of the run. `dry`: nothing was written.
void complain_of_rejects(const Settings& settings, const Balance& balance,
                         bool dry);

}  // namespace trunklift
