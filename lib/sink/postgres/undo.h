// How a run is taken back.
#pragma once

#include <string>

#include "sink/postgres.h"
#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// See undo. The run's id is known, its target has its keys, and whoever calls
// holds the target's lock. For with_retries: to a run that is undone nothing is
// done, and `out` stays as the attempt that did it left it.
void undo_run(Connection& connection, const std::string& schema,
              const std::string& run_id, const RunInfo& info, Undone& out);

}  // namespace trunklift::postgres
