// SQL that finds what a run did, and takes it back.
#pragma once

#include <string>
#include <vector>

namespace trunklift::postgres {

// One step, which takes its time.
struct UndoStep {
  std::string what;  // for people
  std::string sql;   // for execute_counted
};

// Temporary tables of what the run did, and `conflict`: rows that were changed
// since, with the reason.
std::vector<UndoStep> find_steps(const std::string& run_id);

// After those: rows come back and go.
std::vector<UndoStep> undo_steps(const std::string& run_id);

// After find_steps: a query of how many documents are affected, how many rows
// come back, and how many go.
std::string count_undone(const std::string& run_id);

// An SQL condition: that there is anything that the run `r` did.
std::string did_anything();

}  // namespace trunklift::postgres
