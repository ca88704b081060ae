// All statements are of one transaction, so that it happens or does not.
#include "sink/postgres/undo.h"

#include <fmt/format.h>

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include "base/error.h"
#include "sink/postgres/derive.h"
#include "sink/postgres/dropped_rows.h"
#include "sink/postgres/keys.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/run_lock.h"
#include "sink/postgres/target.h"
#include "sink/postgres/undo_rows.h"

namespace trunklift::postgres {
namespace {

std::string found_run(Connection& connection, const std::string& run) {
  const Result found =
      run == "last"
          ? connection.execute(
                "SELECT id, status FROM run r WHERE undoes IS NULL AND status "
                "<> 'undone' AND " +
                did_anything() + " ORDER BY number DESC LIMIT 1")
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

// Tells whoever waits how far it got.
class Steps {
public:
  Steps(Connection& connection, const UndoProgress& progress,
        std::vector<UndoStep> steps)
      : connection_(connection),
        progress_(progress),
        steps_(std::move(steps)) {}

  void run(std::size_t before, std::size_t all) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (progress_) progress_(before + i, all, steps_[i].what);
      execute_counted(connection_, steps_[i].sql);
    }
  }
  std::size_t size() const { return steps_.size(); }

private:
  Connection& connection_;
  const UndoProgress& progress_;
  std::vector<UndoStep> steps_;
};

std::vector<ChangedRow> conflicts(Connection& connection) {
  const Result found = connection.execute(
      // Documents come first, because they say most. The plainest of several
      // reasons is taken.
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

// Notes that the run is undone, and by which run.
std::string end_sql(const std::string& run_id, const std::string& id) {
  return fmt::format(
      "WITH todo AS (SELECT count(*) AS rows FROM before_image WHERE run_id = "
      "'{0}'), done AS (DELETE FROM before_image WHERE run_id = '{0}' "
      "RETURNING "
      "1) INSERT INTO stage_count SELECT 'before_image', (SELECT rows FROM "
      "todo), (SELECT count(*) FROM done);\n"
      "WITH done AS (UPDATE run SET status = 'undone', finished = "
      "coalesce(finished, now()) WHERE id = '{0}' RETURNING 1) INSERT INTO "
      "stage_count SELECT 'run', 1, (SELECT count(*) FROM done);\n"
      "WITH done AS (UPDATE run SET status = 'complete', finished = now(), "
      "undoes = '{0}', documents_read = 0, documents_loaded = 0, "
      "documents_unchanged = 0, documents_superseded = 0, documents_rejected = "
      "0, documents_skipped = 0 WHERE id = '{1}' RETURNING 1) INSERT INTO "
      "stage_count SELECT 'run', 1, (SELECT count(*) FROM done);\n",
      run_id, id);
}

}  // namespace

// All is one transaction, which sees the target as it was when it began. Where
// somebody changes a row in the meantime, the server fails it.
void undo_run(Connection& connection, const std::string& schema,
              const std::string& run_id, const RunInfo& info,
              const UndoOptions& options, Undone& out) {
  connection.execute(begin_in(schema, "REPEATABLE READ"));
  out.run_id = run_id;
  // An earlier attempt did it, and the answer to its COMMIT was lost.
  if (connection
          .query("SELECT FROM run WHERE id = $1 AND status = 'undone'",
                 {run_id})
          .rows() > 0) {
    connection.execute("ROLLBACK");
    return;
  }
  const std::string id =
      boost::uuids::to_string(boost::uuids::random_generator()());
  std::vector<UndoStep> undoing = undo_steps(run_id);
  undoing.push_back({"accounts and claims", derive_sql(id)});
  undoing.push_back({"the ledger", end_sql(run_id, id)});
  Steps find(connection, options.progress, find_steps(run_id));
  Steps undo(connection, options.progress, std::move(undoing));
  const std::size_t all = find.size() + undo.size();
  find.run(0, all);
  out.changed = conflicts(connection);
  const Result counts = connection.execute(count_undone(run_id));
  out.documents = static_cast<std::uint64_t>(counts.integer(0, 0));
  out.rows_back = static_cast<std::uint64_t>(counts.integer(0, 1));
  out.rows_gone = static_cast<std::uint64_t>(counts.integer(0, 2));
  if (!out.changed.empty() || options.dry) {
    connection.execute("ROLLBACK");
    return;
  }
  note_run(connection, id, info);
  undo.run(find.size(), all);
  connection.execute("COMMIT");
}

void mark_to_take_back(Connection& connection, const std::string& run_id) {
  // It marks the runs before it, back to the first that is no part of it.
  connection.query(
      "UPDATE run SET take_back = 'must' FROM run l WHERE l.id = $1 AND "
      "(run.id "
      "= l.id OR run.number < l.number AND run.status = 'interrupted' AND "
      "run.take_back = 'may' AND run.inputs = l.inputs AND NOT EXISTS (SELECT "
      "FROM run b WHERE b.number > run.number AND b.number < l.number AND "
      "b.undoes IS NULL AND b.status <> 'undone' AND (b.status <> "
      "'interrupted' OR b.take_back IS DISTINCT FROM 'may' OR b.inputs <> "
      "l.inputs)))",
      {run_id});
}

bool has_marked_run(Connection& connection, const std::string& schema) {
  connection.execute(begin_in(schema));
  const Result found = connection.execute(
      "SELECT FROM run WHERE take_back = 'must' AND status <> 'undone' LIMIT "
      "1");
  connection.execute("COMMIT");
  return found.rows() > 0;
}

void take_back_marked(const std::string& at, const std::string& schema,
                      const RunInfo& info, std::chrono::seconds retry_for) {
  while (true) {
    Undone done;
    with_retries(retry_for, [&] {
      Connection connection(at);
      connection.execute(begin_in(schema));
      const Result found = connection.execute(
          "SELECT id FROM run WHERE take_back = 'must' AND status <> 'undone' "
          "ORDER BY number DESC LIMIT 1");
      connection.execute("COMMIT");
      done = {};
      if (found.rows() == 0) return;
      const std::string run_id(found.text(0, 0));
      undo_run(connection, schema, run_id, info, {}, done);
      if (done.changed.empty()) return;
      connection.execute(begin_in(schema));
      connection.execute(
          "UPDATE run SET take_back = NULL WHERE take_back = 'must' AND status "
          "<> 'undone'");
      connection.execute("COMMIT");
    });
    if (done.run_id.empty()) return;
    if (done.changed.empty()) continue;
    throw Error(Exit::target, "undo", done.run_id,
                fmt::format("{} of its rows were changed by somebody else",
                            done.changed.size()),
                "trunklift undo lists them");
  }
}

Undone undo(const TargetName& target, const std::string& run,
            const RunInfo& info, std::chrono::seconds retry_for,
            const UndoOptions& options) {
  const std::string at = connection_text(target.place);
  with_retries(retry_for, [&] {
    Connection connection(at);
    refuse_other_version(connection, target_version(connection, target.schema));
  });
  RunLock lock(at, target.schema, retry_for);
  if (!options.dry) {
    end_other_runs(at, target.schema, retry_for);
    restore_keys(at, target.schema, 1, retry_for);
  }
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
    undo_run(connection, target.schema, run_id, info, options, out);
  });
  return out;
}

}  // namespace trunklift::postgres
