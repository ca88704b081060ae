// Keys and indexes, which a first load does without.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// Tells whether no document was ever written to the target.
bool is_untouched(Connection& connection, const std::string& schema);

// Tells whether the role may drop keys and make them again, which is for the
// owner.
bool owns_tables(Connection& connection, const std::string& schema);

// Drops keys and indexes of the tables that documents have rows in, and notes
// in dropped_key how to make them again. Drops none where something else is
// built on one (a foreign key or a view of the user's), and says so.
bool drop_keys(Connection& connection, const std::string& schema);

// Makes again what any run dropped, on several connections. What is made is
// made for good, so that this can be interrupted and repeated. `beside` is done
// at the same time as foreign keys are made; it may find that nobody can write
// to their tables until they are.
using Beside = std::function<void(Connection& connection)>;
void restore_keys(const std::string& at, const std::string& schema,
                  unsigned connections, std::chrono::seconds retry_for,
                  const Beside& beside = {});

}  // namespace trunklift::postgres
