// The modern records: one table of tables, the same for every target.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trunklift {

enum class ColumnType : std::uint8_t {
  text,
  integer,
  boolean,
  json,
  texts,    // JSON array of text
  time,     // ISO 8601, UTC
  address,  // IPv4 or IPv6, as inet_ntop(3) writes it
  id,       // UUID
  bytes,
};

struct Column {
  std::string_view name;
  ColumnType type;
  bool required;
  std::string_view comment;  // one line, shown in the target and the manual
};

// The enumerators of a record kind's columns, and the columns themselves, both
// from modern.def: `account::Column::realm` and `account::columns`.
#define TABLE(table, key_columns, comment) \
  namespace table {                        \
  enum Column : std::size_t {
#define COLUMN(name, type, required, comment) name,
#define END_TABLE() \
  count             \
  }                 \
  ;                 \
  }
#include "model/modern.def"
#undef TABLE
#undef COLUMN
#undef END_TABLE

enum class TableId : std::uint8_t {
#define TABLE(table, key_columns, comment) table,
#define COLUMN(name, type, required, comment)
#define END_TABLE()
#include "model/modern.def"
#undef TABLE
#undef COLUMN
#undef END_TABLE
};

struct Table {
  TableId id;
  std::string_view name;
  std::size_t key_columns;  // the first so many columns are the unique key
  std::string_view comment;
  std::span<const Column> columns;
};

// All tables in the order in which rows may refer to each other.
std::span<const Table> all_tables();
const Table& table(TableId id);

// One field of a row. Text is owned by whoever made the row (an Arena).
struct Cell {
  enum class Kind : std::uint8_t { null, integer, text };
  Kind kind = Kind::null;
  std::int64_t integer = 0;  // a boolean is 0 or 1
  std::string_view text;     // text, JSON text or ISO 8601 time

  static Cell of(std::int64_t value) { return {Kind::integer, value, {}}; }
  static Cell of(std::string_view value) { return {Kind::text, 0, value}; }
  bool is_null() const { return kind == Kind::null; }
};

// A row of `table`: one cell a column, in the table's order.
struct Row {
  TableId table;
  std::vector<Cell> cells;

  explicit Row(TableId id);
  Cell& operator[](std::size_t column) { return cells[column]; }
  const Cell& operator[](std::size_t column) const { return cells[column]; }
};

// What one legacy document becomes: a trunk, its devices, their numbers.
struct Records {
  std::vector<Row> rows;
};

// What the target holds of one legacy document. Text is owned by whoever read
// the rows.
struct StoredDocument {
  Row trunk{TableId::trunk};
  std::vector<Row> devices;        // in order of position
  std::vector<Row> phone_numbers;  // in any order
  std::string_view changes;        // of legacy_document, "" if none
  std::string_view content_hash;   // of legacy_document
};

}  // namespace trunklift
