// Rows that a server takes in silence and does not keep: triggers that return
// NULL, and rules.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sink/postgres/connection.h"

namespace trunklift::postgres {

// Nothing of the transaction counts.
class DroppedRows : public ServerError {
public:
  DroppedRows(const std::string& place, std::string_view table,
              std::uint64_t sent, std::uint64_t taken,
              const std::string& first = {});
  std::uint64_t sent, taken;
};

// SQL: a temporary table `stage_count`, for one transaction. A statement that
// writes ends with `INSERT INTO stage_count SELECT table, sent, taken`.
std::string create_counts();

// Runs the statements, and throws DroppedRows if any of them wrote fewer rows
// than it was to write.
void execute_counted(Connection& connection, const std::string& sql);

// Throws DroppedRows if the numbers differ.
void expect_taken(const Connection& connection, std::string_view table,
                  std::uint64_t sent, std::uint64_t taken);

}  // namespace trunklift::postgres
