// Rows that a server takes in silence and does not keep.
#include "sink/postgres/dropped_rows.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "base/text.h"

namespace trunklift::postgres {

DroppedRows::DroppedRows(const std::string& place, std::string_view table_name,
                         std::uint64_t rows_sent, std::uint64_t rows_taken,
                         const std::string& first)
    : ServerError(
          Kind::refused, "write to", place,
          fmt::format(
              "the table {} took {} of {} changes, and no error told of "
              "the others{}{}",
              table_name, grouped(rows_taken), grouped(rows_sent),
              first.empty() ? "" : ": the first is of ", first),
          "a trigger or rule of the table drops them: disable it, run again"),
      sent(rows_sent),
      taken(rows_taken) {
  table = table_name;
}

std::string create_counts() {
  return "CREATE TEMP TABLE IF NOT EXISTS stage_count (table_name text, sent "
         "bigint, taken bigint, CONSTRAINT stage_count_taken CHECK (sent = "
         "taken)) ON COMMIT DROP;\n";
}

void execute_counted(Connection& connection, const std::string& sql) {
  try {
    connection.execute(sql);
  } catch (const ServerError& error) {
    if (error.counts.empty()) throw;
    // "Failing row contains (phone_number, 4000, 3999)."
    std::array<std::string, 3> fields;
    std::size_t field = 0;
    for (const char c : error.counts) {
      if (c == ',') ++field;
      if (field < fields.size() && c != ',' && c != ' ') fields[field] += c;
    }
    throw DroppedRows(connection.place(), fields[0],
                      std::strtoull(fields[1].c_str(), nullptr, 10),
                      std::strtoull(fields[2].c_str(), nullptr, 10));
  }
}

void expect_taken(const Connection& connection, std::string_view table,
                  std::uint64_t sent, std::uint64_t taken) {
  if (sent != taken) throw DroppedRows(connection.place(), table, sent, taken);
}

}  // namespace trunklift::postgres
