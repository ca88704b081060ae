// One part into the target, in one transaction.
#pragma once

#include <string>
#include <vector>

#include "sink/postgres/connection.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/part.h"

namespace trunklift::postgres {

// Documents that the server refuses are left out, and returned. A part that was
// committed before (the answer was lost) is left alone. Throws ServerError; the
// transaction is then not committed, or it is not known whether it is.
std::vector<Refusal> load_part(Connection& connection,
                               const LoaderOptions& options, const Part& part,
                               LoadMode mode);

}  // namespace trunklift::postgres
