// The target's tables in SQLite, and what is worked out from them.
#pragma once

#include <string>

#include "model/modern.h"
#include "sink/sqlite/database.h"

namespace trunklift::sqlite {

// The settings that a target is written with: what was committed survives a
// loss of power. A new file has pages of 8 KiB, which take a tenth less time to
// write and to sort than 4 KiB.
void prepare_to_write(Database& database);

// The version of the tables in it, 0 if there is nothing. Throws Error(target)
// if the database is not one of ours, or is of a later version.
int known_version(Database& database);

// Creates what is missing in an empty or known database. Throws Error(target).
void create_tables(Database& database);

// Indexes are unique keys and look-ups. An empty target is loaded faster
// without them.
bool has_indexes(Database& database);
void create_indexes(Database& database);

// "INSERT INTO device(...) VALUES(?,...)". It is `keyed` once there are
// indexes, and then replaces a row of the same key.
std::string insert_sql(const Table& table, bool keyed);

// Works out what depends on several documents: account rows, which claim of a
// number is live, and the failover of number documents. The result does not
// depend on the order of rows. `again` says that rows of an earlier run may
// hold what that worked out.
void derive(Database& database, bool again);

}  // namespace trunklift::sqlite
