// Migrations run in their order, in one transaction that notes them.
#include "sink/postgres/target.h"

#include <fmt/format.h>

#include <charconv>

#include "base/hash.h"
#include "model/modern.h"
#include "sink/postgres/migration_files.h"

namespace trunklift::postgres {
namespace {

constexpr std::string_view create_history =
    "CREATE TABLE IF NOT EXISTS schema_migration (\n"
    "  number integer PRIMARY KEY,\n"
    "  name text NOT NULL,\n"
    "  applied timestamptz NOT NULL DEFAULT now()\n"
    ");\n";

std::string comments() {
  std::string sql;
  for (const Table& table : all_tables()) {
    sql += fmt::format("COMMENT ON TABLE {} IS {};\n", table.name,
                       quoted_text(table.comment));
    for (const Column& column : table.columns) {
      if (column.comment.empty()) continue;
      sql += fmt::format("COMMENT ON COLUMN {}.{} IS {};\n", table.name,
                         column.name, quoted_text(column.comment));
    }
  }
  return sql;
}

// Rows of an account are on one node, whatever the table.
std::string distribution() {
  std::string sql;
  std::string_view first;
  for (const Table& table : all_tables()) {
    if (table.id == TableId::run) continue;
    sql += fmt::format("SELECT create_distributed_table({}, 'account_id'{});\n",
                       quoted_text(table.name),
                       first.empty() ? std::string()
                                     : fmt::format(", colocate_with => {}",
                                                   quoted_text(first)));
    if (first.empty()) first = table.name;
  }
  sql += fmt::format(
      "SELECT create_distributed_table('before_image', 'account_id', "
      "colocate_with => {});\n",
      quoted_text(first));
  for (const std::string_view table : {"run", "run_part", "dropped_key"}) {
    sql +=
        fmt::format("SELECT create_reference_table({});\n", quoted_text(table));
  }
  return sql;
}

std::string note(const Migration& migration) {
  return fmt::format(
      "INSERT INTO schema_migration(number, name) VALUES ({}, {});\n",
      migration.number, quoted_text(migration.name));
}

// What was committed is on disk, whatever the database, the user or the server
// say; where they ask for more than that, they get it.
constexpr std::string_view durable =
    "SELECT pg_catalog.set_config('synchronous_commit', 'on', true) WHERE "
    "pg_catalog.current_setting('synchronous_commit') = 'off'";

// Lets only one client at a time change a schema.
std::string only_one(const std::string& schema) {
  return fmt::format(
      "SELECT pg_advisory_xact_lock({});\n",
      static_cast<std::int64_t>(hash128("trunklift target " + schema).low));
}

// An operator or a function of a schema that we look names up in takes the
// place of the server's where it fits an expression better: who else may create
// there could have it run as whoever migrates. Functions of other names do no
// harm.
constexpr const char* planted = R"sql(
SELECT p.what, p.name, r.rolname FROM pg_namespace n
CROSS JOIN LATERAL (
  SELECT 'operator' AS what, o.oprname AS name, o.oprowner AS owner
  FROM pg_operator o WHERE o.oprnamespace = n.oid
  UNION ALL
  SELECT 'function', f.proname, f.proowner FROM pg_proc f
  WHERE f.pronamespace = n.oid AND EXISTS (
    SELECT FROM pg_proc c WHERE c.proname = f.proname
      AND c.pronamespace = 'pg_catalog'::regnamespace)) p
JOIN pg_roles r ON r.oid = p.owner
WHERE n.nspname = $1 AND NOT r.rolsuper AND p.owner <> n.nspowner
  AND r.rolname <> current_user
LIMIT 1)sql";

void refuse_planted(Connection& connection, const std::string& schema) {
  const Result found = connection.query(planted, {schema});
  if (found.rows() == 0) return;
  throw Error(
      Exit::target, "use", connection.place(),
      fmt::format("its schema {} has the {} {} of the role {}, which "
                  "could be run in place of the server's",
                  schema, found.text(0, 0), found.text(0, 1), found.text(0, 2)),
      "drop it, or name a --target-schema in which nobody else may "
      "create");
}

}  // namespace

void refuse_other_version(const Connection& connection,
                          const TargetVersion& state) {
  // A schema without tables is no target, and whoever asks for them says so.
  if (state.version == 0 || state.version == state.latest) return;
  throw Error(Exit::target, "use", connection.place(),
              fmt::format("its schema has version {}, this program knows {}",
                          state.version, state.latest),
              state.version < state.latest ? "run trunklift target upgrade"
                                           : "use a later trunklift");
}

std::vector<Migration> migrations() {
  std::vector<Migration> out;
  for (const MigrationFile& file : migration_files()) {
    std::string_view name = file.name;
    name.remove_suffix(std::string_view(".sql").size());
    int number = 0;
    std::from_chars(name.data(), name.data() + name.size(), number);
    out.push_back({number, name, file.text});
  }
  return out;
}

std::string begin_in(const std::string& schema, std::string_view isolation) {
  return fmt::format(
      "BEGIN ISOLATION LEVEL {}; SET LOCAL search_path TO {}, pg_temp; SET "
      "LOCAL timezone TO 'UTC'; {}",
      isolation, quoted_name(schema), durable);
}

TargetVersion target_version(Connection& connection,
                             const std::string& schema) {
  refuse_planted(connection, schema);
  TargetVersion state;
  state.latest = migrations().back().number;
  const Result found =
      connection.query("SELECT to_regclass($1) IS NOT NULL",
                       {quoted_name(schema) + ".schema_migration"});
  if (found.text(0, 0) != "t") return state;
  state.version =
      static_cast<int>(connection
                           .execute("SELECT coalesce(max(number), 0) FROM " +
                                    quoted_name(schema) + ".schema_migration")
                           .integer(0, 0));
  return state;
}

std::vector<std::string> upgrade_target(Connection& connection,
                                        const std::string& schema,
                                        bool distributed) {
  std::vector<std::string> done;
  const TargetVersion before = target_version(connection, schema);
  if (before.version > before.latest) refuse_other_version(connection, before);
  if (before.version == before.latest) return done;
  // Either all is made or nothing, so that the first version of a target is
  // complete.
  connection.execute(
      "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path TO "
      "pg_catalog, pg_temp; " +
      std::string(durable));
  connection.execute(only_one(schema));
  connection.execute("CREATE SCHEMA IF NOT EXISTS " + quoted_name(schema));
  connection.execute("SET LOCAL search_path TO " + quoted_name(schema) +
                     ", pg_temp");
  connection.execute(std::string(create_history));
  // Another client may have been faster.
  const TargetVersion now = target_version(connection, schema);
  for (const Migration& migration : migrations()) {
    if (migration.number <= now.version) continue;
    connection.execute(std::string(migration.sql) + note(migration));
    done.emplace_back(migration.name);
  }
  connection.execute(comments());
  if (distributed && now.version == 0) {
    if (connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
            .rows() == 0) {
      throw Error(Exit::target, "distribute", connection.place(),
                  "the extension citus is not there",
                  "CREATE EXTENSION citus first, or leave out --distributed");
    }
    connection.execute(distribution());
  }
  connection.execute("COMMIT");
  return done;
}

std::string connection_text(const std::string& place) {
  return place.starts_with("//") ? "postgresql:" + place : place;
}

TargetVersion version_of(const TargetName& target) {
  Connection connection(connection_text(target.place));
  return target_version(connection, target.schema);
}

std::vector<std::string> upgrade(const TargetName& target, bool distributed) {
  Connection connection(connection_text(target.place));
  return upgrade_target(connection, target.schema, distributed);
}

std::string target_sql(const TargetName& target, bool distributed) {
  const std::string& schema = target.schema;
  std::string out = "BEGIN;\nCREATE SCHEMA IF NOT EXISTS " +
                    quoted_name(schema) + ";\nSET LOCAL search_path TO " +
                    quoted_name(schema) + ", pg_temp;\n";
  out += create_history;
  for (const Migration& migration : migrations()) {
    out += '\n';
    out += migration.sql;
    out += note(migration);
  }
  out += '\n' + comments();
  if (distributed) out += '\n' + distribution();
  return out + "COMMIT;\n";
}

}  // namespace trunklift::postgres
