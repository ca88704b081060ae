// What is worked out from several documents once all are in the target.
#pragma once

#include <string>

#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// Works out account rows, which claim of a number is live, and the failover of
// number documents. Touches only what is not as it should be. `derive_sql` runs
// in a transaction with the target's names, which is noted as one of the run's;
// it is for execute_counted.
std::string derive_sql(const std::string& run_id);

// `first`: all that there is was loaded by this run, in which no claim was live
// beside a better one of its own document, and `derive_before_keys` was called:
// rows that are changed while they have no keys cost a tenth.
void derive(Connection& connection, const std::string& schema,
            const std::string& run_id, bool first);
void derive_before_keys(Connection& connection, const std::string& schema,
                        const std::string& run_id);

}  // namespace trunklift::postgres
