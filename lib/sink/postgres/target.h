// A target in PostgreSQL: its schema, and the numbered migrations that made it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sink/postgres.h"
#include "sink/postgres/connection.h"

namespace trunklift::postgres {

struct Migration {
  int number;
  std::string_view name;  // "0001_tables"
  std::string_view sql;
};

// They are in order, and were embedded when the program was built.
std::vector<Migration> migrations();

// Names of tables in `schema`, for one transaction: what a pooler hands to the
// next client must not keep it. The level of isolation is what it is made for,
// whatever the role has as a default.
std::string begin_in(const std::string& schema,
                     std::string_view isolation = "READ COMMITTED");

// libpq's connection string of what stands behind "postgresql:".
std::string connection_text(const std::string& place);

TargetVersion target_version(Connection& connection, const std::string& schema);

// Throws Error(target) if there is a target, but of another version than this
// program's.
void refuse_other_version(const Connection& connection,
                          const TargetVersion& state);

// Creates or upgrades, in one transaction; says which migrations it took.
// `distributed`: over the nodes of Citus, by account. Throws Error(target) if
// the target is of a later version than this program.
std::vector<std::string> upgrade_target(Connection& connection,
                                        const std::string& schema,
                                        bool distributed);

}  // namespace trunklift::postgres
