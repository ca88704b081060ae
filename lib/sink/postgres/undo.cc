// Runs of a target, and how they are taken back.
#include "sink/postgres/undo.h"

#include <fmt/format.h>

#include <array>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "base/error.h"
#include "model/modern.h"
#include "sink/postgres/derive.h"
#include "sink/postgres/keys.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/run_lock.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

// How a row of each table is named in before_image, in the order in which rows
// refer to each other.
struct Restored {
  TableId table;
  std::string_view id;  // over the row `t`
};
constexpr std::array<Restored, 9> restored = {{
    {TableId::trunk, "t.id::text"},
    {TableId::device, "t.id::text"},
    {TableId::phone_number, "t.id::text"},
    {TableId::legacy_document, "t.document_id"},
    {TableId::unconverted_document,
     "t.document_id || E'\\n' || t.content_hash"},
    {TableId::legacy_account, "''"},
    {TableId::legacy_limits, "''"},
    {TableId::legacy_number, "t.number"},
    {TableId::vanished_document, "t.document_id"},
}};

// Documents that were not there before the run go with all their rows; of the
// others there are images. A row that no transaction of a run wrote last was
// changed by somebody else.
constexpr const char* gather = R"sql(
CREATE TEMP TABLE new_document ON COMMIT DROP AS
  SELECT d.account_id, d.document_id, t.id AS trunk_id
  FROM legacy_document d LEFT JOIN trunk t
    ON t.account_id = d.account_id AND t.legacy_document_id = d.document_id
  WHERE d.run_id = '{0}' AND NOT EXISTS (
    SELECT FROM before_image b
    WHERE b.account_id = d.account_id AND b.run_id = '{0}'
      AND b.table_name = 'legacy_document' AND b.id = d.document_id
      AND b.image->>'run_id' <> '{0}');
CREATE TEMP TABLE image ON COMMIT DROP AS
  SELECT b.account_id, b.table_name, b.id, b.action, b.image
  FROM before_image b
  WHERE b.run_id = '{0}' AND b.action <> 'nothing' AND NOT EXISTS (
    SELECT FROM new_document n
    WHERE n.account_id = b.account_id AND CASE b.table_name
      WHEN 'trunk' THEN n.trunk_id::text = b.id
      WHEN 'device' THEN n.trunk_id::text = b.image->>'trunk_id'
      WHEN 'phone_number' THEN n.trunk_id::text = b.image->>'trunk_id'
      WHEN 'legacy_document' THEN n.document_id = b.id
      ELSE false END);
CREATE INDEX ON image (account_id, table_name, id);
ANALYZE image;
ANALYZE new_document;
CREATE TEMP TABLE own ON COMMIT DROP AS
  SELECT DISTINCT (xid::text::numeric % 4294967296)::bigint AS xid
  FROM run_part;
CREATE TEMP TABLE conflict (table_name text, account_id text, id text, why text)
  ON COMMIT DROP;
INSERT INTO conflict
  SELECT b.table_name, b.account_id, b.id, 'a later run changed it'
  FROM before_image b
  WHERE b.run_id <> '{0}' AND b.action <> 'nothing'
    AND b.table_name = 'legacy_document' AND b.image->>'run_id' = '{0}'
  UNION
  SELECT b.table_name, b.account_id, b.id, 'a later run changed it'
  FROM before_image b
  JOIN image i USING (account_id, table_name, id)
  JOIN run r ON r.id = b.run_id
  WHERE b.run_id <> '{0}' AND b.action <> 'nothing'
    AND r.started > (SELECT started FROM run WHERE id = '{0}')
  UNION
  SELECT 'legacy_document', account_id, document_id, 'a later run marked it'
  FROM new_document JOIN vanished_document USING (account_id, document_id);
)sql";

// Rows of `{1}`, of documents that are new (where `{3}`) or with an image.
constexpr const char* find_conflicts = R"sql(
INSERT INTO conflict
  SELECT '{1}', t.account_id, {2}, 'it was changed by somebody else'
  FROM {1} t
  WHERE NOT EXISTS (SELECT FROM own WHERE own.xid = t.xmin::text::bigint)
    AND ({3} OR EXISTS (
      SELECT FROM image i WHERE i.table_name = '{1}'
        AND i.account_id = t.account_id AND i.id = {2}));
INSERT INTO conflict
  SELECT '{1}', i.account_id, i.id,
    CASE i.action WHEN 'delete' THEN 'somebody put it back'
      ELSE 'somebody deleted it' END
  FROM image i LEFT JOIN {1} t ON t.account_id = i.account_id AND {2} = i.id
  WHERE i.table_name = '{1}' AND i.account_id IS NOT NULL
    AND (i.action = 'delete') = (t.account_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM conflict c
                    WHERE c.table_name = 'legacy_document'
                      AND c.account_id = i.account_id);
)sql";

std::string key_of(const Table& table) {
  std::string out;
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    out += (i ? ", " : "") + std::string(table.columns[i].name);
  }
  return out;
}

// Whether the row `t` is of a document that was not there before the run.
std::string is_new(TableId table) {
  std::string_view match;
  switch (table) {
    case TableId::trunk: match = "n.trunk_id = t.id"; break;
    case TableId::device:
    case TableId::phone_number: match = "n.trunk_id = t.trunk_id"; break;
    case TableId::legacy_document:
      match = "n.document_id = t.document_id";
      break;
    default: return "false";
  }
  return fmt::format(
      "EXISTS (SELECT FROM new_document n WHERE n.account_id = t.account_id "
      "AND {})",
      match);
}

std::string put_back(const Restored& one) {
  const Table& table = trunklift::table(one.table);
  std::string set;
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    set += fmt::format("{}{} = excluded.{}", set.empty() ? "" : ", ",
                       table.columns[i].name, table.columns[i].name);
  }
  return fmt::format(
      "INSERT INTO {0} SELECT r.* FROM image i, "
      "json_populate_record(NULL::{0}, "
      "i.image) r WHERE i.table_name = '{0}' AND i.image IS NOT NULL ON "
      "CONFLICT ({1}) DO UPDATE SET {2};\n",
      table.name, key_of(table), set);
}

std::string take_away(const Restored& one, const std::string& run_id) {
  const Table& table = trunklift::table(one.table);
  std::string sql = fmt::format(
      "DELETE FROM {0} t WHERE {1} OR EXISTS (SELECT FROM image i WHERE "
      "i.table_name = '{0}' AND i.action = 'insert' AND i.account_id = "
      "t.account_id AND i.id = {2});\n",
      table.name, is_new(one.table), one.id);
  if (one.table == TableId::unconverted_document) {
    sql += fmt::format("DELETE FROM {} WHERE run_id = '{}';\n", table.name,
                       run_id);
  }
  return sql;
}

std::string found_run(Connection& connection, const std::string& run) {
  const Result found =
      run == "last"
          ? connection.execute(
                "SELECT id, status FROM run WHERE undoes IS NULL AND status <> "
                "'undone' ORDER BY started DESC LIMIT 1")
          : connection.query(
                "SELECT id, status FROM run WHERE starts_with(id::text, $1) "
                "AND undoes IS NULL",
                {run});
  if (found.rows() != 1) {
    throw Error(Exit::usage, "undo", run,
                found.rows() == 0 ? "there is no such run"
                                  : "several runs begin with that",
                "trunklift runs lists them");
  }
  if (found.text(0, 1) == "undone") {
    throw Error(Exit::usage, "undo", run, "it was undone before");
  }
  return std::string(found.text(0, 0));
}

std::vector<ChangedRow> conflicts(Connection& connection,
                                  const std::string& run_id) {
  connection.execute(fmt::format(fmt::runtime(gather), run_id));
  for (const Restored& one : restored) {
    connection.execute(fmt::format(fmt::runtime(find_conflicts), run_id,
                                   table(one.table).name, one.id,
                                   is_new(one.table)));
  }
  const Result found = connection.execute(
      // Documents first: they say most. Of several reasons, the plainest.
      "SELECT table_name, account_id, id, why FROM (SELECT DISTINCT ON "
      "(table_name, account_id, id) * FROM conflict ORDER BY table_name, "
      "account_id, id, why NOT LIKE 'a later run %', why DESC) c ORDER BY "
      "table_name <> 'legacy_document', table_name, account_id, id");
  std::vector<ChangedRow> out;
  for (int i = 0; i < found.rows(); ++i) {
    out.push_back({std::string(found.text(i, 0)), std::string(found.text(i, 1)),
                   std::string(found.text(i, 2)),
                   std::string(found.text(i, 3))});
  }
  return out;
}

}  // namespace

std::vector<RunRow> runs(const TargetName& target) {
  Connection connection(connection_text(target.place));
  refuse_other_version(connection, target_version(connection, target.schema));
  connection.execute(begin_in(target.schema));
  // Who was killed could not say so.
  const Result found = connection.execute(
      "SELECT id, date_trunc('second', started), coalesce(date_trunc('second', "
      "finished) - date_trunc('second', started), '0')::text, CASE WHEN status "
      "= 'running' AND NOT " +
      somebody_writes(target.schema) +
      " THEN 'interrupted' ELSE status END, coalesce(client, ''), "
      "coalesce(undoes::text, ''), "
      "coalesce(documents_read, 0), coalesce(documents_loaded, 0), "
      "coalesce(documents_unchanged, 0), coalesce(documents_superseded, 0), "
      "coalesce(documents_rejected, 0), coalesce(documents_skipped, 0), "
      "coalesce(documents_vanished, 0), coalesce(documents_pruned, 0) FROM "
      "run ORDER BY started");
  connection.execute("COMMIT");
  std::vector<RunRow> out;
  for (int i = 0; i < found.rows(); ++i) {
    const auto text = [&](int column) {
      return std::string(found.text(i, column));
    };
    const auto count = [&](int column) { return found.integer(i, column); };
    out.push_back({text(0), text(1), text(2), text(3), text(4), text(5),
                   count(6), count(7), count(8), count(9), count(10), count(11),
                   count(12), count(13)});
  }
  return out;
}

// One transaction, which sees the target as it was when it began: where
// somebody changes a row in the meantime, the server fails it.
void undo_run(Connection& connection, const std::string& schema,
              const std::string& run_id, const RunInfo& info, Undone& out) {
  connection.execute(begin_in(schema, "REPEATABLE READ"));
  out.run_id = run_id;
  // The answer to its COMMIT was lost.
  if (connection
          .query("SELECT FROM run WHERE id = $1 AND status = 'undone'",
                 {run_id})
          .rows() > 0) {
    connection.execute("ROLLBACK");
    return;
  }
  out.changed = conflicts(connection, run_id);
  if (!out.changed.empty()) {
    connection.execute("ROLLBACK");
    return;
  }
  out.documents = static_cast<std::uint64_t>(
      connection
          .execute(
              "SELECT (SELECT count(*) FROM new_document) + (SELECT count(*) "
              "FROM image WHERE table_name = 'legacy_document')")
          .integer(0, 0));
  const std::string id =
      boost::uuids::to_string(boost::uuids::random_generator()());
  note_run(connection, id, info);
  std::string sql;
  for (const Restored& one : restored) sql += put_back(one);
  for (std::size_t i = 3; i-- > 0;) sql += take_away(restored[i], run_id);
  for (std::size_t i = 3; i < restored.size(); ++i) {
    sql += take_away(restored[i], run_id);
  }
  sql += derive_sql(id);
  sql += fmt::format(
      "DELETE FROM before_image WHERE run_id = '{0}';\n"
      "UPDATE run SET status = 'undone', finished = coalesce(finished, now()) "
      "WHERE id = '{0}';\n"
      "UPDATE run SET status = 'complete', finished = now(), undoes = '{0}', "
      "documents_read = 0, documents_loaded = 0, documents_unchanged = 0, "
      "documents_superseded = 0, documents_rejected = 0, documents_skipped = 0 "
      "WHERE id = '{1}';\n",
      run_id, id);
  connection.execute(sql);
  connection.execute("COMMIT");
}

Undone undo(const TargetName& target, const std::string& run,
            const RunInfo& info, std::chrono::seconds retry_for) {
  const std::string at = connection_text(target.place);
  with_retries(retry_for, [&] {
    Connection connection(at);
    refuse_other_version(connection, target_version(connection, target.schema));
  });
  RunLock lock(at, target.schema, retry_for);
  end_other_runs(at, target.schema, retry_for);
  restore_keys(at, target.schema, 1, retry_for);
  std::string run_id;
  with_retries(retry_for, [&] {
    Connection connection(at);
    connection.execute(begin_in(target.schema));
    run_id = found_run(connection, run);
    connection.execute("COMMIT");
  });
  Undone out;
  with_retries(retry_for, [&] {
    Connection connection(at);
    undo_run(connection, target.schema, run_id, info, out);
  });
  return out;
}

}  // namespace trunklift::postgres
