// What commands do with a PostgreSQL target besides writing records to it.
#pragma once

#include <string>
#include <vector>

namespace trunklift::postgres {

struct TargetName {
  std::string place;  // as in SinkRequest; may hold a password
  std::string schema;
};

struct TargetVersion {
  int version = 0;  // 0: there is no target
  int latest = 0;   // that this program knows
};
TargetVersion version_of(const TargetName& target);

// Creates or upgrades; the names of the migrations that were applied.
// `distributed`: over the nodes of Citus, by account.
std::vector<std::string> upgrade(const TargetName& target, bool distributed);

// The SQL that `upgrade` runs where there is nothing yet.
std::string target_sql(const TargetName& target, bool distributed);

}  // namespace trunklift::postgres
