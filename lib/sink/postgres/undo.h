// How a run is taken back.
#pragma once

#include <chrono>
#include <string>

#include "sink/postgres.h"
#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// See undo. The run's id is known, its target has its keys, and whoever calls
// holds the target's lock. For with_retries: to a run that is undone nothing is
// done, and `out` stays as the attempt that did it left it.
void undo_run(Connection& connection, const std::string& schema,
              const std::string& run_id, const RunInfo& info,
              const UndoOptions& options, Undone& out);

// In a transaction with the target's names: this run is to be taken back, and
// so are those that were interrupted before it and that it went on with.
void mark_to_take_back(Connection& connection, const std::string& run_id);

bool has_marked_run(Connection& connection, const std::string& schema);

// Undoes them, the last one first. Throws Error(target) if somebody else
// changed rows; they are then left as they are, and no longer marked.
void take_back_marked(const std::string& at, const std::string& schema,
                      const RunInfo& info, std::chrono::seconds retry_for);

}  // namespace trunklift::postgres
