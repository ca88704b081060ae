// Statements are made from the table of tables.
#include "sink/sqlite/schema.h"

#include <fmt/format.h>

#include <iterator>

#include "base/error.h"

namespace trunklift::sqlite {
namespace {

constexpr std::int64_t application_id = 0x54524C46;  // "TRLF"
constexpr int schema_version = 2;

std::string_view type_of(ColumnType type) {
  return type == ColumnType::integer || type == ColumnType::boolean ? "INTEGER"
                                                                    : "TEXT";
}

std::string create_table_sql(const Table& table) {
  std::string sql =
      fmt::format("CREATE TABLE {} (  -- {}", table.name, table.comment);
  for (const Column& column : table.columns) {
    sql += fmt::format("\n  {} {}{}", column.name, type_of(column.type),
                       column.required ? " NOT NULL" : "");
    if (column.type == ColumnType::boolean) {
      sql += fmt::format(" CHECK ({} IN (0, 1))", column.name);
    }
    if (&column != &table.columns.back()) sql += ',';
    if (!column.comment.empty()) sql += fmt::format("  -- {}", column.comment);
  }
  return sql + "\n)";
}

std::string key_of(const Table& table) {
  std::string key;
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    key += (i ? ", " : "") + std::string(table.columns[i].name);
  }
  return key;
}

// Makes what version 2 has and version 1 had not.
std::string upgrade_sql() {
  std::string sql = create_table_sql(table(TableId::vanished_document)) + ";\n";
  for (const std::size_t column :
       {run::documents_vanished, run::documents_pruned}) {
    sql += fmt::format("ALTER TABLE run ADD COLUMN {} INTEGER;\n",
                       table(TableId::run).columns[column].name);
  }
  return sql;
}

// Rows of a trunk, and claims on a number, are looked up.
constexpr std::string_view lookups[][2] = {
    {"device_trunk", "device(account_id, trunk_id)"},
    {"phone_number_trunk", "phone_number(account_id, trunk_id)"},
    {"phone_number_number", "phone_number(account_id, number)"},
};

}  // namespace

void prepare_to_write(Database& database) {
  database.execute(
      "PRAGMA page_size=8192;PRAGMA locking_mode=EXCLUSIVE;"
      "PRAGMA journal_mode=DELETE;PRAGMA synchronous=FULL;"
      "PRAGMA cache_size=-65536");
}

int known_version(Database& database) {
  const std::int64_t id = database.integer("PRAGMA application_id");
  if (database.integer("SELECT count(*) FROM sqlite_master") == 0) return 0;
  if (id != application_id) {
    throw Error(Exit::target, "use", database.path(),
                "it is a database of another program",
                "name a file that does not exist yet");
  }
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (version < 1 || version > schema_version) {
    throw Error(Exit::target, "use", database.path(),
                fmt::format("its schema has version {}, this program knows {}",
                            version, schema_version));
  }
  return static_cast<int>(version);
}

void create_tables(Database& database) {
  const int version = known_version(database);
  if (version == schema_version) return;
  if (version > 0) {
    database.execute(
        "BEGIN;" + upgrade_sql() +
        fmt::format("PRAGMA user_version={};COMMIT;", schema_version));
    return;
  }
  std::string sql = "BEGIN;";
  for (const Table& table : all_tables()) {
    sql += create_table_sql(table) + ";\n";
  }
  sql += fmt::format("PRAGMA application_id={};PRAGMA user_version={};COMMIT;",
                     application_id, schema_version);
  database.execute(sql);
}

bool has_indexes(Database& database) {
  const std::int64_t found = database.integer(
      "SELECT count(*) FROM sqlite_master WHERE type = 'index'");
  return found >=
         static_cast<std::int64_t>(all_tables().size() + std::size(lookups));
}

// Either all of them are made or none, even where no transaction is open.
void create_indexes(Database& database) {
  database.execute("SAVEPOINT indexes");
  for (const Table& table : all_tables()) {
    database.execute(
        fmt::format("CREATE UNIQUE INDEX IF NOT EXISTS {}_key ON {}({})",
                    table.name, table.name, key_of(table)));
  }
  for (const auto& [name, columns] : lookups) {
    database.execute(
        fmt::format("CREATE INDEX IF NOT EXISTS {} ON {}", name, columns));
  }
  database.execute("RELEASE indexes");
}

std::string insert_sql(const Table& table, bool keyed) {
  std::string names, marks, updates;
  for (const Column& column : table.columns) {
    const std::string name(column.name);
    names += (names.empty() ? "" : ",") + name;
    marks += marks.empty() ? "?" : ",?";
    updates += (updates.empty() ? "" : ",") + name + "=excluded." + name;
  }
  std::string sql =
      fmt::format("INSERT INTO {}({}) VALUES({})", table.name, names, marks);
  if (!keyed) return sql;
  sql +=
      fmt::format(" ON CONFLICT({}) DO UPDATE SET {}", key_of(table), updates);
  return sql;
}

}  // namespace trunklift::sqlite
