// The lock belongs to a transaction that stays open for the whole run.
#include "sink/postgres/run_lock.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/hash.h"
#include "sink/postgres/dropped_rows.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/plan_source.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

std::string this_client() {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const passwd* user = ::getpwuid(::geteuid());
  return fmt::format("{}@{}, process {}",
                     user ? user->pw_name : std::to_string(::geteuid()), host,
                     ::getpid());
}

std::int64_t lock_key(const std::string& schema) {
  return static_cast<std::int64_t>(hash128("trunklift run " + schema).low);
}

// Whether a row `l` of pg_locks is the lock of a run.
std::string is_lock_of(const std::string& schema) {
  return fmt::format(
      "l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database "
      "WHERE datname = current_database()) AND l.objsubid = 1 AND l.granted "
      "AND "
      "(l.classid::bigint << 32 | l.objid::bigint) = {}",
      lock_key(schema));
}

// What tells the session of a row `a` of pg_stat_activity from all others.
constexpr const char* session_name =
    "a.pid || ' ' || extract(epoch FROM a.backend_start)";

}  // namespace

RunLock::RunLock(std::string at, std::string schema,
                 std::chrono::seconds retry_for)
    : at_(std::move(at)), schema_(std::move(schema)), retry_for_(retry_for) {
  take();
}

void RunLock::keep() {
  if (!connection_->is_alive()) take();
}

void RunLock::take() {
  with_retries(retry_for_, [&] {
    connection_ = std::make_unique<Connection>(at_);
    connection_->execute(
        "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL search_path TO "
        "pg_catalog, pg_temp; SET LOCAL idle_in_transaction_session_timeout TO "
        "0");
    // Where this machine goes, the server notices soon, and lets others in.
    connection_->execute(
        "SET LOCAL tcp_keepalives_idle TO 10; SET LOCAL "
        "tcp_keepalives_interval TO 5; SET LOCAL tcp_keepalives_count TO 3");
    // The session is known before it may have the lock, in case the answer is
    // lost.
    sessions_ += connection_
                     ->execute(fmt::format("SELECT {} || E'\\n' FROM "
                                           "pg_stat_activity a WHERE a.pid = "
                                           "pg_backend_pid()",
                                           session_name))
                     .text(0, 0);
    const Result mine = connection_->execute(
        fmt::format("SELECT pg_try_advisory_xact_lock({})", lock_key(schema_)));
    if (mine.text(0, 0) == "t") return;
    if (!end_own_sessions()) refuse();
    throw ServerError(ServerError::Kind::again, "write to",
                      connection_->place(),
                      "the server still had the connection that was lost");
  });
}

// Where a connection was lost on the way, the server knows nothing of it yet.
bool RunLock::end_own_sessions() {
  const Result ended = connection_->query(
      fmt::format("SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a "
                  "JOIN pg_locks l ON l.pid = a.pid WHERE {} AND {} = ANY "
                  "(string_to_array($1, E'\\n'))",
                  is_lock_of(schema_), session_name),
      {sessions_});
  return ended.rows() > 0;
}

void RunLock::refuse() {
  std::string who = "somebody";
  const Result run = connection_->execute(fmt::format(
      "SELECT client, date_trunc('second', started) FROM {}.run WHERE status = "
      "'running' ORDER BY number DESC LIMIT 1",
      quoted_name(schema_)));
  if (run.rows() > 0) {
    who = fmt::format("{}, since {},", run.text(0, 0), run.text(0, 1));
  }
  throw Error(Exit::target, "write to", connection_->place(),
              who + " is writing to it", "wait for that run, or stop it");
}

std::string prepared_target(const std::string& at, const std::string& schema,
                            std::chrono::seconds retry_for) {
  with_retries(retry_for, [&] {
    Connection connection(at);
    const TargetVersion state = target_version(connection, schema);
    if (state.version == 0) upgrade_target(connection, schema, false);
    refuse_other_version(connection, state);
  });
  return at;
}

void refuse_run_since(Connection& connection, const std::string& schema,
                      const std::string& last_run) {
  if (last_run_of(connection, schema) == last_run) return;
  throw Error(Exit::target, "write to", connection.place(),
              "another run came in between, nothing was changed",
              "make a new plan");
}

std::string somebody_writes(const std::string& schema) {
  return "EXISTS (SELECT FROM pg_locks l WHERE " + is_lock_of(schema) + ")";
}

namespace {

constexpr const char* end_runs =
    "UPDATE run SET status = 'interrupted' WHERE status = 'running'";

}  // namespace

void end_other_runs(const std::string& at, const std::string& schema,
                    std::chrono::seconds retry_for) {
  with_retries(retry_for, [&] {
    Connection connection(at);
    connection.execute(begin_in(schema));
    connection.execute(end_runs);
    connection.execute("COMMIT");
  });
}

bool has_unfinished_run(Connection& connection, const std::string& run_id) {
  const Result found = connection.query(
      "SELECT EXISTS (SELECT FROM run r WHERE finished IS NULL AND id <> $1 "
      "AND NOT EXISTS (SELECT FROM run l WHERE l.number > r.number AND "
      "l.finished IS NOT NULL))",
      {run_id});
  return found.text(0, 0) == "t";
}

void note_run(Connection& connection, const std::string& run_id,
              const RunInfo& info, bool may_take_back) {
  connection.execute(end_runs);
  const Result noted = connection.query(
      "INSERT INTO run(id, number, started, status, version, rules_version, "
      "inputs, options, client, take_back) VALUES ($1, (SELECT "
      "coalesce(max(number), 0) + 1 FROM run), now(), 'running', $2, $3, $4, "
      "$5, $6, $7) ON CONFLICT (id) DO UPDATE SET status = 'running'",
      {run_id, info.version, info.rules_version, info.inputs_json,
       info.options_json, this_client(),
       may_take_back ? Parameter("may") : Parameter()});
  expect_taken(connection, "run", 1, noted.affected());
}

void expect_parts(Connection& connection, const std::string& run_id,
                  std::uint64_t parts) {
  const Result found = connection.query(
      "SELECT count(*) FROM run_part WHERE run_id = $1 AND part >= 0",
      {run_id});
  const auto there = static_cast<std::uint64_t>(found.integer(0, 0));
  if (there == parts) return;
  throw Error(Exit::target, "finish the run in", connection.place(),
              fmt::format("the server lost {} of {} transactions that it had "
                          "committed",
                          parts - std::min(parts, there), parts),
              "run again: what was lost is loaded then");
}

void note_end(Connection& connection, const std::string& run_id,
              const RunEnd& end, const Missing& missing) {
  const Balance& balance = end.balance;
  const Result noted = connection.execute(fmt::format(
      "UPDATE run SET finished = {10}, status = '{1}', documents_read = {2}, "
      "documents_loaded = {3}, documents_unchanged = {4}, documents_superseded "
      "= {5}, documents_rejected = {6}, documents_skipped = {7}, "
      "documents_vanished = {8}, documents_pruned = {9} WHERE id = '{0}'",
      run_id, end.interrupted || end.take_back ? "interrupted" : "complete",
      balance.documents_read(), balance.of(Bucket::loaded),
      balance.of(Bucket::unchanged), balance.of(Bucket::superseded),
      balance.of(Bucket::rejected), balance.of(Bucket::skipped),
      missing.vanished, missing.pruned, end.take_back ? "NULL" : "now()"));
  expect_taken(connection, "run", 1, noted.affected());
}

}  // namespace trunklift::postgres
