// One part into the target, in one transaction.
#pragma once

#include <string>
#include <vector>

#include "sink/postgres/connection.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/part.h"

namespace trunklift::postgres {

// Documents that the server refuses are left out, and listed in `refused`. A
// part that was committed before (the answer was lost) is left alone, and so is
// the list, which is then of that attempt. Throws ServerError; the transaction
// is then not committed, or it is not known whether it is. Throws Error(target)
// if another run has begun.
void load_part(Connection& connection, const LoaderOptions& options,
               const Part& part, LoadMode mode, std::vector<Refusal>& refused);

}  // namespace trunklift::postgres
