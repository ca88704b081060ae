// Thin owners of SQLite's handles; every failure is an Error(target).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/modern.h"

struct sqlite3;
struct sqlite3_stmt;

namespace trunklift::sqlite {

class Database {
public:
  // "" is a private temporary database that vanishes when it is closed.
  Database(const std::string& path, bool read_only);
  ~Database();
  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  void execute(const std::string& sql);
  // The first column of the first row.
  std::int64_t integer(const std::string& sql);
  // Rows that the last statement wrote; a trigger may drop some
  // (RAISE(IGNORE)).
  std::int64_t changes() const;
  // Throws Error(target) if it is another number. `whose` tells people which
  // rows they are.
  void expect_changes(std::int64_t expected, std::string_view table,
                      std::string_view whose = {}) const {
    expect_taken(expected, changes(), table, whose);
  }
  void expect_taken(std::int64_t expected, std::int64_t done,
                    std::string_view table, std::string_view whose = {}) const;
  sqlite3* handle() const { return handle_; }
  const std::string& path() const { return path_; }

private:
  sqlite3* handle_ = nullptr;
  std::string path_;
};

// A prepared statement; parameters and columns count from 0.
class Statement {
public:
  Statement(const Database& database, const std::string& sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Bound text must live until the statement was run. What is bound stays so
  // until something else is: the same again, such as one null after the other
  // or the account of a document's rows, costs nothing.
  Statement& bind(int parameter, std::string_view text) {
    return bind(parameter, Cell::of(text));
  }
  Statement& bind(int parameter, const Cell& cell);
  bool step();  // returns whether there is a row
  void reset();
  void run();  // steps once and resets

  bool is_null(int column) const;
  std::string_view text(int column) const;  // valid until the next step
  std::int64_t integer(int column) const;
  // What is no value of the type stays text or a number.
  Cell cell(int column, ColumnType type) const;

private:
  const Database& database_;
  sqlite3_stmt* handle_ = nullptr;
  struct Bound {
    Cell cell;
    CellText text;  // its text, if the cell itself holds none
  };
  std::vector<Bound> bound_;  // nulls at first
};

}  // namespace trunklift::sqlite
