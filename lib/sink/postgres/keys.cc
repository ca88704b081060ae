// Their definitions are in dropped_key while they are gone.
#include "sink/postgres/keys.h"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sink/postgres/dropped_rows.h"
#include "sink/postgres/loader.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

// The tables that a first load fills.
constexpr const char* loaded_tables[] = {"trunk",
                                         "device",
                                         "phone_number",
                                         "legacy_document",
                                         "unconverted_document",
                                         "legacy_account",
                                         "legacy_limits",
                                         "legacy_number"};

// Foreign keys go first and come back last: their positions in `dropped_key`
// are from here on, those of all other keys are before.
constexpr std::int64_t first_foreign = 2000, first_other = 1000;

// {0} are the tables, {1} and {2} the positions above.
constexpr const char* note_keys = R"sql(
CREATE TEMP TABLE key_to_drop ON COMMIT DROP AS
WITH loaded(name) AS (VALUES {0}),
  tables AS (
    SELECT c.oid, c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN loaded l ON l.name = c.relname
    WHERE n.nspname = current_schema() AND c.relkind = 'r'),
  found AS (
    SELECT CASE k.contype WHEN 'f' THEN {1} ELSE {2} END AS stage, t.relname,
      format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, k.conname) AS away,
      format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, k.conname,
             pg_get_constraintdef(k.oid)) AS back
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
    WHERE k.contype IN ('p', 'u', 'f')
    UNION ALL
    SELECT {2}, t.relname, format('DROP INDEX %s', i.indexrelid::regclass),
      pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN tables t ON t.oid = i.indrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k
                      WHERE k.conindid = i.indexrelid AND k.contype <> 'f'))
SELECT row_number() OVER (ORDER BY stage, relname, back) AS position, stage,
       away, back
FROM found;
INSERT INTO dropped_key SELECT position + stage, back FROM key_to_drop;
)sql";

std::string note_keys_sql() {
  std::string names;
  for (const char* table : loaded_tables) {
    names += fmt::format("{}('{}')", names.empty() ? "" : ", ", table);
  }
  return fmt::format(fmt::runtime(note_keys), names, first_foreign,
                     first_other);
}

// Makes those that may be made now, one after the other.
struct Dropped {
  std::int64_t position;
  std::string definition;
};

std::vector<Dropped> dropped(Connection& connection,
                             const std::string& schema) {
  connection.execute(begin_in(schema));
  const Result found = connection.execute(
      "SELECT position, definition FROM dropped_key ORDER BY position");
  connection.execute("COMMIT");
  std::vector<Dropped> out;
  for (int i = 0; i < found.rows(); ++i) {
    out.push_back({found.integer(i, 0), std::string(found.text(i, 1))});
  }
  return out;
}

void make(Connection& connection, const std::string& schema,
          const Dropped& key) {
  connection.execute(begin_in(schema));
  connection.execute("SET LOCAL maintenance_work_mem TO '256MB'");
  const Result taken = connection.execute(
      fmt::format("DELETE FROM dropped_key WHERE position = {}", key.position));
  if (taken.affected() > 0) connection.execute(key.definition);
  connection.execute("COMMIT");
}

}  // namespace

bool is_untouched(Connection& connection, const std::string& schema) {
  connection.execute(begin_in(schema));
  std::string sql = "SELECT ";
  for (const char* table : loaded_tables) {
    sql += fmt::format("{}EXISTS (SELECT FROM {})",
                       sql.size() > 7 ? " OR " : "", table);
  }
  const Result found = connection.execute(sql);
  connection.execute("COMMIT");
  return found.text(0, 0) == "f";
}

bool owns_tables(Connection& connection, const std::string& schema) {
  const Result found = connection.query(
      "SELECT bool_and(pg_has_role(c.relowner, 'USAGE')) FROM pg_class c JOIN "
      "pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND "
      "c.relkind IN ('r', 'p')",
      {schema});
  return found.text(0, 0) == "t";
}

bool drop_keys(Connection& connection, const std::string& schema) {
  connection.execute(begin_in(schema));
  const Result noted = connection.execute(note_keys_sql());
  const Result away =
      connection.execute("SELECT away FROM key_to_drop ORDER BY position DESC");
  expect_taken(connection, "dropped_key",
               static_cast<std::uint64_t>(away.rows()), noted.affected());
  for (int i = 0; i < away.rows(); ++i) {
    try {
      connection.execute(std::string(away.text(i, 0)));
    } catch (const ServerError& error) {
      if (error.kind() != ServerError::Kind::refused) throw;
      connection.execute("ROLLBACK");
      return false;
    }
  }
  connection.execute("COMMIT");
  return true;
}

void restore_keys(const std::string& at, const std::string& schema,
                  unsigned connections, std::chrono::seconds retry_for,
                  const Beside& beside) {
  std::vector<Dropped> keys;
  with_retries(retry_for, [&] {
    Connection connection(at);
    keys = dropped(connection, schema);
  });
  // Primary keys and indexes are made in parallel, then what refers to them.
  for (const bool foreign : {false, true}) {
    std::vector<Dropped> now;
    for (const Dropped& key : keys) {
      if ((key.position >= first_foreign) == foreign) now.push_back(key);
    }
    const bool more = foreign && beside;
    const std::size_t tasks = now.size() + (more ? 1 : 0);
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
      std::size_t mine = tasks;
      while ((mine = next++) < tasks) {
        try {
          with_retries(retry_for, [&] {
            Connection connection(at);
            // Those that take longest come first.
            if (more && mine == 0) return beside(connection);
            make(connection, schema, now[more ? mine - 1 : mine]);
          });
        } catch (...) {
          const std::lock_guard lock(mutex);
          if (!failure) failure = std::current_exception();
        }
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min<std::size_t>(connections, tasks);
         ++i) {
      threads.emplace_back(work);
    }
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace trunklift::postgres
