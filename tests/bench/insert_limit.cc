// The limit that `migrate` is measured against: a bare loop that inserts the
// rows of a finished database, as it reads them, into a new one
// with the same tables, indexes and durability.
// Usage: insert_limit FINISHED NEW
#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <vector>

#include "model/modern.h"
#include "model/value.h"
#include "sink/sqlite_database.h"
#include "sink/sqlite_schema.h"

int main(int argc, char** argv) {
  using namespace trunklift;
  if (argc != 3) return 2;
  const sqlite::Database finished(argv[1], true);
  sqlite::Database target(argv[2], false);
  target.execute(
      "PRAGMA journal_mode=DELETE;PRAGMA synchronous=FULL;"
      "PRAGMA cache_size=-65536");
  sqlite::create_tables(target);
  std::size_t rows = 0;
  target.execute("BEGIN");
  for (const Table& table : all_tables()) {
    sqlite::Statement read(finished,
                           fmt::format("SELECT * FROM {}", table.name));
    sqlite::Statement write(target, sqlite::insert_sql(table, false));
    while (read.step()) {
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        write.bind(column, read.cell(column));
      }
      write.run();
      ++rows;
    }
  }
  sqlite::create_indexes(target);
  target.execute("COMMIT");
  std::printf("%zu rows\n", rows);
}
