// SQL that finds what a run did, and takes it back.
#pragma once

#include <string>
#include <vector>

namespace trunklift::postgres {

// A step that takes its time.
struct UndoStep {
  std::string what;  // what people are told
  std::string sql;   // what execute_counted is to run
};

// These make temporary tables of what the run did, and `conflict`, which has
// the rows that were changed since, with the reason.
std::vector<UndoStep> find_steps(const std::string& run_id);

// These come after the others: rows come back and go.
std::vector<UndoStep> undo_steps(const std::string& run_id);

// A query that comes after find_steps: how many documents are affected, how
// many rows come back, and how many go.
std::string count_undone(const std::string& run_id);

// The SQL condition that there is anything that the run `r` did.
std::string did_anything();

}  // namespace trunklift::postgres
