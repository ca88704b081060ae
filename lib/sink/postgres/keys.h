// Keys and indexes, which a first load does without.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// Whether no document was ever written to the target.
bool is_untouched(Connection& connection, const std::string& schema);

// Whether the role may drop keys, and make them again: that is for the owner.
bool owns_tables(Connection& connection, const std::string& schema);

// Drops keys and indexes of the tables that documents have rows in, and notes
// in dropped_key how to make them again.
void drop_keys(Connection& connection, const std::string& schema);

// Makes again what was dropped, by whichever run; on several connections. What
// is made is made for good, so that this can be interrupted and repeated.
void restore_keys(const std::string& at, const std::string& schema,
                  unsigned connections, std::chrono::seconds retry_for);

// Account rows, which claim of a number is live, failover of number documents.
// Touches only what is not as it should be. `derive_sql` runs in a transaction
// with the target's names, which is noted as one of the run's.
std::string derive_sql(const std::string& run_id);
void derive(Connection& connection, const std::string& schema,
            const std::string& run_id);

}  // namespace trunklift::postgres
