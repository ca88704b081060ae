// Statements are made from the table of tables.
#include "sink/postgres/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "model/modern.h"
#include "sink/postgres/dropped_rows.h"

namespace trunklift::postgres {
namespace {

// A table that is merged: how its rows are named in before_image, and which
// columns say nothing of whether a row is still the same.
struct Merged {
  Destination destination;
  TableId table;
  std::string_view id;  // an expression over the row `t`
  std::vector<std::string_view> aside = {};
  std::vector<std::string_view> derived = {};  // never written by a merge
  bool repeats = false;  // a stage may hold a key twice: the first counts
};

const std::vector<std::string_view> provenance = {"input", "byte_offset",
                                                  "line", "run_id"};

const std::vector<Merged>& merged() {
  static const std::vector<Merged> all = {
      {Destination::trunk, TableId::trunk, "t.id::text"},
      {Destination::device, TableId::device, "t.id::text"},
      {.destination = Destination::phone_number,
       .table = TableId::phone_number,
       .id = "t.id::text",
       .derived = {"live", "number_failover_number", "number_failover_sip"}},
      {Destination::legacy_document, TableId::legacy_document, "t.document_id",
       provenance},
      {.destination = Destination::unconverted_document,
       .table = TableId::unconverted_document,
       .id = "t.document_id || E'\\n' || t.content_hash",
       .aside = provenance,
       .repeats = true},
      {Destination::legacy_account, TableId::legacy_account, "''"},
      {Destination::legacy_limits, TableId::legacy_limits, "''"},
      {Destination::legacy_number, TableId::legacy_number, "t.number"},
      {Destination::vanished_document, TableId::vanished_document,
       "t.document_id", provenance},
  };
  return all;
}

bool holds(const std::vector<std::string_view>& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// "<prefix>a<suffix>, <prefix>b<suffix>..." of the columns that `wanted` takes.
template <typename Wanted>
std::string columns(const Table& table, std::string_view prefix,
                    const Wanted& wanted, bool comparable = false) {
  std::string out;
  for (const Column& column : table.columns) {
    if (!wanted(column)) continue;
    out += fmt::format(
        "{}{}{}{}", out.empty() ? "" : ", ", prefix, column.name,
        comparable && column.type == ColumnType::json ? "::text" : "");
  }
  return out;
}

const auto every = [](const Column&) { return true; };

std::string same_key(const Table& table, std::string_view a,
                     std::string_view b) {
  std::string out;
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    const std::string_view name = table.columns[i].name;
    out += fmt::format("{}{}.{} = {}.{}", i ? " AND " : "", a, name, b, name);
  }
  return out;
}

std::string key_of(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    out += (i ? ", " : "") + std::string(table.columns[i].name);
  }
  return out;
}

constexpr std::string_view note =
    "INSERT INTO before_image(account_id, run_id, table_name, id, action, "
    "image) ";
// A row may come and go several times in a run: what it was before the first
// time counts.
constexpr std::string_view is_there =
    " ON CONFLICT (account_id, run_id, table_name, id) DO UPDATE SET action = "
    "CASE WHEN before_image.image IS NULL THEN 'insert' ELSE 'update' END "
    "RETURNING 1";
constexpr std::string_view is_gone =
    " ON CONFLICT (account_id, run_id, table_name, id) DO UPDATE SET action = "
    "CASE WHEN before_image.image IS NULL THEN 'nothing' ELSE 'delete' END "
    "RETURNING 1";
// How many rows were to be written, and how many notes and rows were.
constexpr std::string_view count_notes =
    "rows AS (SELECT ({0}) AS sent) INSERT INTO stage_count SELECT '{1}', "
    "sent, "
    "(SELECT count(*) FROM done) FROM rows UNION ALL SELECT 'before_image', "
    "sent, (SELECT count(*) FROM noted) FROM rows;\n";

// Whether the row `now` is to take the place of the row `before`.
std::string differs(const Merged& one, const Table& table,
                    std::string_view before, std::string_view now) {
  const auto counts = [&](const Column& column) {
    return !holds(one.aside, column.name) && !holds(one.derived, column.name);
  };
  return fmt::format("({}) IS DISTINCT FROM ({})",
                     columns(table, std::string(before) + ".", counts, true),
                     columns(table, std::string(now) + ".", counts, true));
}

// What tells how a row of the target was before the run, which is nothing where
// the run itself wrote it.
struct Before {
  std::string_view changed, removed;
};
Before before_of(LoadMode mode) {
  if (mode == LoadMode::merge_own) {
    return {"'insert', NULL::json", "'nothing', NULL::json"};
  }
  return {"'update', row_to_json(t)", "'delete', row_to_json(t)"};
}

std::string merge_one(const Merged& one, const std::string& run_id,
                      LoadMode mode) {
  const Table& table = trunklift::table(one.table);
  const std::string stage = "stage_" + std::string(table.name);
  const std::string key = key_of(table);
  std::string id_of_stage(one.id);
  for (std::size_t at = 0;
       (at = id_of_stage.find("t.", at)) != id_of_stage.npos; at += 2) {
    id_of_stage[at] = 's';
  }
  // A key that repeats is written once.
  const std::string rows =
      one.repeats ? fmt::format(
                        "(SELECT DISTINCT ON ({0}) * FROM {1} ORDER BY "
                        "{0}, ctid)",
                        key, stage)
                  : stage;
  std::string set;
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    const std::string_view name = table.columns[i].name;
    if (holds(one.derived, name)) continue;
    set +=
        fmt::format("{}{} = excluded.{}", set.empty() ? "" : ", ", name, name);
  }
  const std::string all = columns(table, "", every);
  std::string sql = fmt::format(
      "WITH changed AS MATERIALIZED (SELECT t.account_id, {} AS id, {} FROM {} "
      "t JOIN {} s ON {} WHERE {} UNION ALL SELECT s.account_id, {}, "
      "'insert', NULL FROM {} s WHERE NOT EXISTS (SELECT FROM {} t WHERE "
      "{})), ",
      one.id, before_of(mode).changed, table.name, rows,
      same_key(table, "t", "s"), differs(one, table, "t", "s"), id_of_stage,
      rows, table.name, same_key(table, "t", "s"));
  sql += fmt::format(
      "noted AS ({}SELECT c.account_id, '{}', '{}', c.id, c.action, c.image "
      "FROM changed c(account_id, id, action, image){}), ",
      note, run_id, table.name, is_there);
  sql += fmt::format(
      "done AS (INSERT INTO {}({}) SELECT {} FROM {} s ON CONFLICT ({}) DO "
      "UPDATE SET {} WHERE {} RETURNING 1), ",
      table.name, all, all, rows, key, set,
      differs(one, table, table.name, "excluded"));
  return sql + fmt::format(fmt::runtime(count_notes),
                           "SELECT count(*) FROM changed", table.name);
}

// Deletes the rows `t` of a table that `where` picks, of the documents `d`.
std::string take_away(const std::string& run_id, LoadMode mode,
                      std::string_view table, std::string_view id,
                      std::string_view where) {
  std::string sql = fmt::format(
      "WITH done AS (DELETE FROM {0} t USING stage_document d WHERE "
      "t.account_id = d.account_id AND {1} RETURNING t.*), noted AS ({2}SELECT "
      "t.account_id, '{3}', '{0}', {4}, {5} FROM done t{6}), ",
      table, where, note, run_id, id, before_of(mode).removed, is_gone);
  return sql +
         fmt::format(fmt::runtime(count_notes),
                     fmt::format("SELECT count(DISTINCT (t.account_id, {})) "
                                 "FROM {} t, stage_document d WHERE "
                                 "t.account_id = d.account_id AND {}",
                                 id, table, where),
                     table);
}

std::string remove_old(const std::string& run_id, LoadMode mode) {
  std::string sql;
  for (const std::string_view table : {"phone_number", "device", "trunk"}) {
    sql += take_away(
        run_id, mode, table, "t.id::text",
        fmt::format(
            "t.{} = d.trunk_id AND NOT EXISTS (SELECT FROM stage_{} s WHERE "
            "s.account_id = t.account_id AND s.id = t.id)",
            table == "trunk" ? "id" : "trunk_id", table));
  }
  sql += take_away(run_id, mode, "unconverted_document",
                   "t.document_id || E'\\n' || t.content_hash",
                   "d.kind IN ('replace', 'remove') AND t.document_id = "
                   "d.document_id AND t.outcome = 'deleted' AND NOT EXISTS "
                   "(SELECT FROM stage_unconverted_document s WHERE "
                   "s.account_id = t.account_id AND s.document_id = "
                   "t.document_id AND s.content_hash = t.content_hash)");
  sql += take_away(run_id, mode, "legacy_document", "t.document_id",
                   "d.kind = 'pruned' AND t.document_id = d.document_id");
  sql += take_away(run_id, mode, "vanished_document", "t.document_id",
                   "d.kind IN ('returned', 'pruned') AND t.document_id = "
                   "d.document_id");
  for (const std::string_view what : {"account", "limits", "number"}) {
    const bool number = what == "number";
    sql += take_away(
        run_id, mode, "legacy_" + std::string(what), number ? "t.number" : "''",
        fmt::format("d.kind = '{}'{}", what,
                    number ? " AND t.number = d.document_id" : ""));
  }
  return sql;
}

}  // namespace

std::string copy_table(Destination destination, bool staged) {
  const std::string name(name_of(destination));
  return staged && destination != Destination::stage_document ? "stage_" + name
                                                              : name;
}

std::string copy_sql(Destination destination, bool staged) {
  const std::string name = copy_table(destination, staged);
  if (destination == Destination::stage_document) {
    return "COPY stage_document FROM STDIN";
  }
  if (destination == Destination::before_image) {
    return "COPY " + name +
           "(account_id, run_id, table_name, id, action) FROM STDIN";
  }
  for (const Merged& one : merged()) {
    if (one.destination != destination) continue;
    return fmt::format("COPY {}({}) FROM STDIN (FORMAT binary)", name,
                       columns(table(one.table), "", every));
  }
  return {};
}

std::string create_stages() {
  std::string sql =
      create_counts() +
      "CREATE TEMP TABLE stage_document (account_id text COLLATE \"C\", "
      "document_id text COLLATE \"C\", trunk_id uuid, kind text) ON COMMIT "
      "DROP;\n";
  for (const Merged& one : merged()) {
    const std::string_view name = table(one.table).name;
    sql += fmt::format("CREATE TEMP TABLE stage_{} (LIKE {}) ON COMMIT DROP;\n",
                       name, name);
  }
  return sql;
}

std::string empty_stages(bool for_good) {
  std::string sql, all;
  for (const Merged& one : merged()) {
    const std::string stage = "stage_" + std::string(table(one.table).name);
    sql += "DELETE FROM " + stage + ";\n";
    all += ", " + stage;
  }
  return for_good ? "TRUNCATE stage_document" + all
                  : sql + "DELETE FROM stage_document";
}

std::string merge_sql(const std::string& run_id,
                      const std::array<bool, destinations>& staged,
                      LoadMode mode) {
  std::string sql;
  for (const Merged& one : merged()) {
    if (!staged[static_cast<std::size_t>(one.destination)]) continue;
    sql += merge_one(one, run_id, mode);
  }
  if (staged[static_cast<std::size_t>(Destination::stage_document)]) {
    sql += remove_old(run_id, mode);
  }
  return sql;
}

}  // namespace trunklift::postgres
