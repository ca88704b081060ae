// The table of tables, and rows.
#include "model/modern.h"

#include <array>

namespace trunklift {
namespace {

#define TABLE(table, key_columns, comment) \
  constexpr Column table##_columns[] = {
#define COLUMN(name, type, required, comment) \
  {#name, ColumnType::type, required, comment},
#define END_TABLE() \
  }                 \
  ;
#include "model/modern.def"
#undef TABLE
#undef COLUMN
#undef END_TABLE

constexpr Table tables[] = {
#define TABLE(table, key_columns, comment) \
  {TableId::table, #table, key_columns, comment, table##_columns},
#define COLUMN(name, type, required, comment)
#define END_TABLE()
#include "model/modern.def"
#undef TABLE
#undef COLUMN
#undef END_TABLE
};

}  // namespace

std::span<const Table> all_tables() { return tables; }

const Table& table(TableId id) { return tables[static_cast<std::size_t>(id)]; }

Row::Row(TableId id) : table(id), cells(trunklift::table(id).columns.size()) {}

}  // namespace trunklift
