// The limit that `migrate` is measured against: a bare loop that inserts the
// rows of a finished database into a new one with the same tables, indexes and
// durability. Reading them into memory comes before, and is not timed: it
// prints its own seconds. Usage: insert_limit FINISHED NEW
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "model/modern.h"
#include "sink/sqlite/database.h"
#include "sink/sqlite/schema.h"

namespace trunklift {
namespace {

constexpr std::size_t rows_a_statement = 32;

// The cells of all rows of a table, one row after the other.
struct Rows {
  const Table* table;
  std::vector<Cell> cells;
  std::vector<std::unique_ptr<char[]>> texts;
  std::size_t count() const { return cells.size() / table->columns.size(); }
};

// Text in large pieces, in the order in which it will be used.
class TextStore {
public:
  explicit TextStore(Rows& rows) : rows_(rows) {}
  std::string_view keep(std::string_view text) {
    if (left_ < text.size()) {
      left_ = std::max(text.size(), piece);
      rows_.texts.push_back(std::make_unique_for_overwrite<char[]>(left_));
      next_ = rows_.texts.back().get();
    }
    char* to = next_;
    std::copy(text.begin(), text.end(), to);
    next_ += text.size();
    left_ -= text.size();
    return {to, text.size()};
  }

private:
  static constexpr std::size_t piece = 1 << 20;
  Rows& rows_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
};

Rows read_rows(const sqlite::Database& finished, const Table& table) {
  Rows rows{&table, {}, {}};
  TextStore store(rows);
  sqlite::Statement read(finished, fmt::format("SELECT * FROM {}", table.name));
  while (read.step()) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const Cell cell = read.cell(static_cast<int>(i), ColumnType::text);
      rows.cells.push_back(cell.kind() == Cell::Kind::text
                               ? Cell::of(store.keep(cell.text()))
                               : cell);
    }
  }
  return rows;
}

// "INSERT INTO device(...) VALUES(?,...),(?,...)..."
std::string insert_many_sql(const Table& table, std::size_t count) {
  std::string sql = sqlite::insert_sql(table, false);
  const std::string marks = sql.substr(sql.rfind('('));
  for (std::size_t i = 1; i < count; ++i) sql += "," + marks;
  return sql;
}

void insert(sqlite::Database& target, const Rows& rows) {
  const std::size_t width = rows.table->columns.size();
  std::size_t row = 0;
  const auto insert_as_many = [&](std::size_t count) {
    sqlite::Statement write(target, insert_many_sql(*rows.table, count));
    for (; row + count <= rows.count(); row += count) {
      const Cell* cells = &rows.cells[row * width];
      for (std::size_t i = 0; i < count * width; ++i) {
        write.bind(static_cast<int>(i), cells[i]);
      }
      write.run();
    }
  };
  insert_as_many(rows_a_statement);
  insert_as_many(1);
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// With the settings of the SQLite target; in one transaction, which is the
// cheapest that is durable.
void write_all(const std::string& path, const std::vector<Rows>& tables) {
  sqlite::Database target(path, false);
  sqlite::prepare_to_write(target);
  sqlite::create_tables(target);
  target.execute("BEGIN EXCLUSIVE");
  for (const Rows& rows : tables) insert(target, rows);
  sqlite::create_indexes(target);
  target.execute("COMMIT");
}

}  // namespace
}  // namespace trunklift

int main(int argc, char** argv) {
  using namespace trunklift;
  if (argc != 3) return 2;
  std::vector<Rows> tables;
  std::size_t rows = 0;
  {
    const sqlite::Database finished(argv[1], true);
    for (const Table& table : all_tables()) {
      tables.push_back(read_rows(finished, table));
      rows += tables.back().count();
    }
  }
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  write_all(argv[2], tables);
  const std::chrono::duration<double> wall =
      std::chrono::steady_clock::now() - start;
  std::printf(R"({"rows":%zu,"seconds":%.6f,"cpu":%.6f})"
              "\n",
              rows, wall.count(), cpu_seconds() - cpu);
}
