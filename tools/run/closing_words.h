// What is said on standard error at the end of a run.
#pragma once

#include "command.h"
#include "policy/policy.h"
#include "report/report.h"

namespace trunklift {

// Documents, findings and the balance.
void print_summary(const RunSummary& summary);
// What keeps documents of the target from being known to have vanished.
void print_doubts(const RunSummary& summary);
// What went wrong with the run as a whole. `cut`: the reader of standard output
// went away.
void print_failures(const RunSummary& summary, bool cut);
// Prunes the baseline where that is asked for, or says why it is left alone.
// `complete`: all inputs were read.
void settle_baseline(const Settings& settings, const Policy& policy,
                     bool complete);

}  // namespace trunklift
