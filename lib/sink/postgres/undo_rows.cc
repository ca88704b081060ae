// Statements are made from one table, of how each table's rows are found.
#include "sink/postgres/undo_rows.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "model/modern.h"
#include "sink/postgres/dropped_rows.h"

namespace trunklift::postgres {
namespace {

// How a row `t` of each table is found by its image `i` and by a document `n`
// that was not there before the run, in the order in which rows refer to each
// other. An image's `id` is text, its `uuid` the same as such.
struct Restored {
  TableId table;
  std::string_view id;  // the text, over `t`
  std::string_view of_image;
  std::string_view of_document = {};
};
constexpr std::array<Restored, 9> restored = {{
    {TableId::trunk, "t.id::text", "t.id = i.uuid", "t.id = n.trunk_id"},
    {TableId::device, "t.id::text", "t.id = i.uuid", "t.trunk_id = n.trunk_id"},
    {TableId::phone_number, "t.id::text", "t.id = i.uuid",
     "t.trunk_id = n.trunk_id"},
    {TableId::legacy_document, "t.document_id", "t.document_id = i.id",
     "t.document_id = n.document_id"},
    {TableId::unconverted_document, "t.document_id || E'\\n' || t.content_hash",
     "t.document_id || E'\\n' || t.content_hash = i.id"},
    {TableId::legacy_account, "''", "true"},
    {TableId::legacy_limits, "''", "true"},
    {TableId::legacy_number, "t.number", "t.number = i.id"},
    {TableId::vanished_document, "t.document_id", "t.document_id = i.id"},
}};

// Documents that were not there before the run go with all their rows. Where
// the trunk is gone, its image may still tell which it was.
constexpr const char* new_documents = R"sql(
SET LOCAL work_mem TO '64MB';
SET LOCAL jit TO off;
CREATE TEMP TABLE was_there ON COMMIT DROP AS
  SELECT account_id, id AS document_id FROM before_image
  WHERE run_id = '{0}' AND table_name = 'legacy_document'
    AND image->>'run_id' <> '{0}';
ANALYZE was_there;
CREATE TEMP TABLE new_document ON COMMIT DROP AS
  SELECT d.account_id, d.document_id, coalesce(t.id, i.id) AS trunk_id
  FROM legacy_document d
  LEFT JOIN was_there w USING (account_id, document_id)
  LEFT JOIN trunk t
    ON t.account_id = d.account_id AND t.legacy_document_id = d.document_id
  LEFT JOIN (
    SELECT account_id, image->>'legacy_document_id' AS document_id,
           id::uuid AS id
    FROM before_image
    WHERE run_id = '{0}' AND table_name = 'trunk' AND image IS NOT NULL) i
    ON i.account_id = d.account_id AND i.document_id = d.document_id
  WHERE d.run_id = '{0}' AND w.account_id IS NULL;
ANALYZE new_document;
)sql";

// Finds all other rows by their images.
constexpr const char* images = R"sql(
CREATE TEMP TABLE of_run ON COMMIT DROP AS
  SELECT account_id, table_name, id, action, image,
    CASE WHEN table_name IN ('trunk', 'device', 'phone_number')
      THEN id::uuid END AS uuid,
    CASE WHEN table_name = 'trunk' THEN id::uuid
      WHEN table_name IN ('device', 'phone_number')
      THEN (image->>'trunk_id')::uuid END AS trunk_id,
    CASE WHEN table_name = 'legacy_document' THEN id END AS document_id
  FROM before_image WHERE run_id = '{0}' AND action <> 'nothing';
ANALYZE of_run;
CREATE TEMP TABLE image ON COMMIT DROP AS
  SELECT i.account_id, i.table_name, i.id, i.action, i.image, i.uuid
  FROM of_run i
  LEFT JOIN new_document n
    ON n.account_id = i.account_id AND n.trunk_id = i.trunk_id
  LEFT JOIN new_document d
    ON d.account_id = i.account_id AND d.document_id = i.document_id
  WHERE n.account_id IS NULL AND d.account_id IS NULL;
CREATE INDEX ON image (table_name, account_id);
ANALYZE image;
)sql";

// A row that no transaction of a run wrote last was changed by somebody else.
constexpr const char* later_changes = R"sql(
CREATE TEMP TABLE own ON COMMIT DROP AS
  SELECT DISTINCT (xid::text::numeric % 4294967296)::bigint AS xid
  FROM run_part;
ANALYZE own;
CREATE TEMP TABLE later ON COMMIT DROP AS
  SELECT b.account_id, b.table_name, b.id, b.image->>'run_id' AS run_id
  FROM before_image b JOIN run r ON r.id = b.run_id
  WHERE r.number > (SELECT number FROM run WHERE id = '{0}')
    AND b.action <> 'nothing';
ANALYZE later;
CREATE TEMP TABLE conflict (table_name text, account_id text, id text, why text)
  ON COMMIT DROP;
INSERT INTO conflict
  SELECT table_name, account_id, id, 'a later run changed it'
  FROM later WHERE table_name = 'legacy_document' AND run_id = '{0}'
  UNION
  SELECT table_name, account_id, id, 'a later run changed it'
  FROM later JOIN image USING (account_id, table_name, id)
  UNION
  SELECT 'legacy_document', account_id, document_id, 'a later run marked it'
  FROM new_document JOIN vanished_document USING (account_id, document_id);
)sql";

constexpr const char* changed_rows = R"sql(
INSERT INTO conflict
  SELECT '{0}', t.account_id, {1}, 'it was changed by somebody else'
  FROM {2} t LEFT JOIN own ON own.xid = t.writer WHERE own.xid IS NULL;
)sql";

constexpr const char* missing_rows = R"sql(
INSERT INTO conflict
  SELECT '{0}', i.account_id, i.id,
    CASE i.action WHEN 'delete' THEN 'somebody put it back'
      ELSE 'somebody deleted it' END
  FROM image i LEFT JOIN {0} t ON t.account_id = i.account_id AND {1}
  WHERE i.table_name = '{0}'
    AND (i.action = 'delete') = (t.account_id IS NOT NULL)
    AND NOT EXISTS (SELECT FROM conflict c
                    WHERE c.table_name = 'legacy_document'
                      AND c.account_id = i.account_id);
)sql";

// Counts how many rows a statement was to write, and how many it wrote.
constexpr const char* counted =
    "INSERT INTO stage_count SELECT '{}', (SELECT count(*) FROM todo), (SELECT "
    "count(*) FROM done);\n";

std::string_view name_of(const Restored& one) { return table(one.table).name; }

std::string key_of(const Table& table, std::string_view prefix) {
  std::string out;
  for (std::size_t i = 0; i < table.key_columns; ++i) {
    out += fmt::format("{}{}{}", i ? ", " : "", prefix, table.columns[i].name);
  }
  return out;
}

// "SELECT <columns> FROM <rows t of new documents>", then of images with
// `action`; each row once.
std::string rows_of_run(const Restored& one, const std::string& columns,
                        std::string_view action) {
  std::string sql;
  if (!one.of_document.empty()) {
    sql = fmt::format(
        "SELECT {} FROM new_document n JOIN {} t ON t.account_id = "
        "n.account_id AND {} UNION ",
        columns, name_of(one), one.of_document);
  }
  return sql +
         fmt::format(
             "SELECT {} FROM image i JOIN {} t ON t.account_id = i.account_id "
             "AND {} WHERE i.table_name = '{}'{}",
             columns, name_of(one), one.of_image, name_of(one), action);
}

std::string find_conflicts(const Restored& one) {
  const std::string rows = rows_of_run(
      one, key_of(table(one.table), "t.") + ", t.xmin::text::bigint AS writer",
      "");
  return fmt::format(fmt::runtime(changed_rows), name_of(one), one.id,
                     '(' + rows + ')') +
         fmt::format(fmt::runtime(missing_rows), name_of(one), one.of_image);
}

std::string put_back(const Restored& one) {
  const Table& table = trunklift::table(one.table);
  std::string set;
  for (std::size_t i = table.key_columns; i < table.columns.size(); ++i) {
    set += fmt::format("{}{} = excluded.{}", set.empty() ? "" : ", ",
                       table.columns[i].name, table.columns[i].name);
  }
  // A table of nothing but a key and a run has something to set, too.
  return fmt::format(
             "WITH todo AS MATERIALIZED (SELECT i.image FROM image i WHERE "
             "i.table_name = '{0}' AND i.image IS NOT NULL), done AS (INSERT "
             "INTO {0} SELECT r.* FROM todo, json_populate_record(NULL::{0}, "
             "todo.image) r ON CONFLICT ({1}) DO UPDATE SET {2} RETURNING 1) ",
             table.name, key_of(table, ""), set) +
         fmt::format(fmt::runtime(counted), table.name);
}

std::string rows_that_go(const Restored& one, const std::string& run_id) {
  const std::string key = key_of(table(one.table), "t.");
  std::string sql = rows_of_run(one, key, " AND i.action = 'insert'");
  if (one.table == TableId::unconverted_document) {
    sql += fmt::format(" UNION SELECT {} FROM {} t WHERE t.run_id = '{}'", key,
                       name_of(one), run_id);
  }
  return sql;
}

std::string take_away(const Restored& one, const std::string& run_id) {
  const Table& table = trunklift::table(one.table);
  return fmt::format(
             "WITH todo AS MATERIALIZED ({}), done AS (DELETE FROM {} t USING "
             "todo WHERE ({}) = ({}) RETURNING 1) ",
             rows_that_go(one, run_id), table.name, key_of(table, "t."),
             key_of(table, "todo.")) +
         fmt::format(fmt::runtime(counted), table.name);
}

std::string of_table(std::string_view doing, const Restored& one) {
  return fmt::format("{} rows of {}", doing, name_of(one));
}

}  // namespace

std::vector<UndoStep> find_steps(const std::string& run_id) {
  std::vector<UndoStep> out;
  out.push_back(
      {"documents of the run",
       create_counts() + fmt::format(fmt::runtime(new_documents), run_id)});
  out.push_back(
      {"rows before the run", fmt::format(fmt::runtime(images), run_id)});
  out.push_back(
      {"later changes", fmt::format(fmt::runtime(later_changes), run_id)});
  for (const Restored& one : restored) {
    out.push_back({of_table("looking for changed", one), find_conflicts(one)});
  }
  return out;
}

std::vector<UndoStep> undo_steps(const std::string& run_id) {
  std::vector<UndoStep> out;
  for (const Restored& one : restored) {
    out.push_back({of_table("putting back", one), put_back(one)});
  }
  // What refers to others goes first.
  for (std::size_t i = restored.size(); i-- > 0;) {
    out.push_back(
        {of_table("taking away", restored[i]), take_away(restored[i], run_id)});
  }
  return out;
}

std::string count_undone(const std::string& run_id) {
  std::string go;
  for (const Restored& one : restored) {
    go += fmt::format("{}(SELECT count(*) FROM ({}) g)",
                      go.empty() ? "" : " + ", rows_that_go(one, run_id));
  }
  return "SELECT (SELECT count(*) FROM new_document) + (SELECT count(*) FROM "
         "image WHERE table_name = 'legacy_document'), (SELECT count(*) FROM "
         "image WHERE image IS NOT NULL), " +
         go;
}

std::string did_anything() {
  return "(EXISTS (SELECT FROM legacy_document d WHERE d.run_id = r.id) OR "
         "EXISTS (SELECT FROM unconverted_document u WHERE u.run_id = r.id) OR "
         "EXISTS (SELECT FROM before_image b WHERE b.run_id = r.id AND "
         "b.action <> 'nothing'))";
}

}  // namespace trunklift::postgres
