// One part into the target, in one transaction.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sink/postgres/connection.h"
#include "sink/postgres/load_batch.h"

namespace trunklift::postgres {

struct LoaderOptions {
  std::string at;  // see Connection
  std::string schema;
  std::string run_id;
  unsigned connections = 1;
  std::chrono::seconds retry_for{60};
  bool distributed = false;
};

// Documents that the server refuses are left out, and listed in `refused`. A
// part that was committed before (the answer was lost) is left alone, and so is
// the list, which is then of that attempt. Throws ServerError; the transaction
// is then not committed, or it is not known whether it is. Throws Error(target)
// if another run has begun.
void load_part(Connection& connection, const LoaderOptions& options,
               const LoadBatch& part, LoadMode mode,
               std::vector<Refusal>& refused);

}  // namespace trunklift::postgres
