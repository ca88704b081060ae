// The table of tables, and rows.
#include "model/modern.h"

#include <charconv>
#include <limits>

#include "base/time.h"

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

std::string_view CellText::print(const Cell& cell) {
  static_assert(uuid_size >= iso_size &&
                uuid_size > std::numeric_limits<std::int64_t>::digits10 + 2);
  switch (cell.kind()) {
    case Cell::Kind::null: break;
    case Cell::Kind::text: return cell.text();
    case Cell::Kind::id:
      write_uuid(cell.id(), room_.data());
      return {room_.data(), uuid_size};
    case Cell::Kind::time:
      write_iso(cell.integer(), room_.data());
      return {room_.data(), iso_size};
    case Cell::Kind::integer:
    case Cell::Kind::boolean: {
      char* const end = std::to_chars(room_.data(), room_.data() + room_.size(),
                                      cell.integer())
                            .ptr;
      return {room_.data(), static_cast<std::size_t>(end - room_.data())};
    }
  }
  return {};
}

Row::Row(TableId id) : table(id), cells(trunklift::table(id).columns.size()) {}

}  // namespace trunklift
