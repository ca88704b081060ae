// The modern records: one table of tables, the same for every target.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.h"

namespace trunklift {

enum class ColumnType : std::uint8_t {
  text,
  integer,
  boolean,
  json,
  texts,    // JSON array of text
  time,     // ISO 8601, UTC
  address,  // IPv4 or IPv6, as the document writes it
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
class Cell {
public:
  enum class Kind : std::uint8_t { null, integer, text, boolean, time, id };

  Cell() : integer_(0) {}
  static Cell of(std::int64_t value) { return {Kind::integer, value}; }
  // Text, JSON text, an address or bytes.
  static Cell of(std::string_view value) {
    Cell out{Kind::text, 0};
    out.text_ = value;
    return out;
  }
  static Cell truth(bool value) { return {Kind::boolean, value ? 1 : 0}; }
  // Seconds of the platform (see base/time.h), of the years 0 to 9999.
  static Cell time(std::int64_t gregorian) { return {Kind::time, gregorian}; }
  static Cell id(const Uuid& value) {
    Cell out{Kind::id, 0};
    out.id_ = value;
    return out;
  }

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::null; }
  // The value of a number, a boolean (0 or 1) or a time; 0 of any other cell.
  std::int64_t integer() const {
    return kind_ == Kind::text || kind_ == Kind::id ? 0 : integer_;
  }
  // "" of a cell that is no text. See also CellText.
  std::string_view text() const {
    return kind_ == Kind::text ? text_ : std::string_view();
  }
  // Zeros of a cell that is no id.
  Uuid id() const { return kind_ == Kind::id ? id_ : Uuid{}; }

private:
  Cell(Kind kind, std::int64_t integer) : kind_(kind), integer_(integer) {}

  Kind kind_ = Kind::null;
  union {
    std::int64_t integer_;
    std::string_view text_;
    Uuid id_;
  };
};
static_assert(sizeof(Cell) == 24);

// The text of a cell, as all targets show it: numbers in decimal, booleans as 0
// or 1, ids and times as base/uuid.h and base/time.h write them, "" for null.
class CellText {
public:
  // Valid as long as this object and what the cell points to.
  std::string_view print(const Cell& cell);

private:
  std::array<char, uuid_size> room_;  // for the longest of them
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
