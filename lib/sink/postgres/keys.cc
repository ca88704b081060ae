// Keys and indexes, which a first load does without.
#include "sink/postgres/keys.h"

#include <fmt/format.h>

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sink/postgres/loader.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

// Foreign keys go first and come back last.
constexpr const char* note_keys = R"sql(
CREATE TEMP TABLE key_to_drop ON COMMIT DROP AS
WITH loaded(name) AS (VALUES ('trunk'), ('device'), ('phone_number'),
    ('legacy_document'), ('unconverted_document'), ('legacy_account'),
    ('legacy_limits'), ('legacy_number')),
  tables AS (
    SELECT c.oid, c.relname FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN loaded l ON l.name = c.relname
    WHERE n.nspname = current_schema() AND c.relkind = 'r'),
  found AS (
    SELECT CASE k.contype WHEN 'f' THEN 2 ELSE 1 END AS stage, t.relname,
      format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, k.conname) AS away,
      format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, k.conname,
             pg_get_constraintdef(k.oid)) AS back
    FROM pg_constraint k JOIN tables t ON t.oid = k.conrelid
    WHERE k.contype IN ('p', 'u', 'f')
    UNION ALL
    SELECT 1, t.relname, format('DROP INDEX %s', i.indexrelid::regclass),
      pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN tables t ON t.oid = i.indrelid
    WHERE NOT EXISTS (SELECT FROM pg_constraint k
                      WHERE k.conindid = i.indexrelid AND k.contype <> 'f'))
SELECT row_number() OVER (ORDER BY stage, relname, back) AS position, stage,
       away, back
FROM found;
INSERT INTO dropped_key SELECT position + stage * 1000, back FROM key_to_drop;
)sql";

constexpr const char* accounts = R"sql(
CREATE TEMP TABLE account_now ON COMMIT DROP AS
WITH counts AS (
    SELECT account_id, max(twoway_trunks) AS twoway,
           max(inbound_trunks) AS inbound
    FROM trunk GROUP BY account_id),
  realms AS (
    SELECT DISTINCT ON (account_id) account_id, realm FROM trunk
    WHERE realm IS NOT NULL ORDER BY account_id, legacy_document_id),
  callers AS (
    SELECT DISTINCT ON (account_id) account_id, caller_id_name AS name,
           caller_id_number AS number
    FROM trunk WHERE coalesce(caller_id_name, caller_id_number) IS NOT NULL
    ORDER BY account_id, legacy_document_id),
  emergencies AS (
    SELECT DISTINCT ON (account_id) account_id,
           emergency_caller_id_name AS name,
           emergency_caller_id_number AS number
    FROM trunk WHERE coalesce(emergency_caller_id_name,
                              emergency_caller_id_number) IS NOT NULL
    ORDER BY account_id, legacy_document_id)
SELECT a.account_id, coalesce(d.realm, r.realm) AS realm, d.name,
  CASE WHEN l.account_id IS NULL THEN a.twoway ELSE l.twoway_trunks END
    AS twoway_trunks,
  CASE WHEN l.account_id IS NULL THEN a.inbound ELSE l.inbound_trunks END
    AS inbound_trunks,
  CASE WHEN coalesce(d.caller_id_name, d.caller_id_number) IS NULL
    THEN c.name ELSE d.caller_id_name END AS caller_id_name,
  CASE WHEN coalesce(d.caller_id_name, d.caller_id_number) IS NULL
    THEN c.number ELSE d.caller_id_number END AS caller_id_number,
  CASE WHEN coalesce(d.emergency_caller_id_name,
                     d.emergency_caller_id_number) IS NULL
    THEN e.name ELSE d.emergency_caller_id_name END
    AS emergency_caller_id_name,
  CASE WHEN coalesce(d.emergency_caller_id_name,
                     d.emergency_caller_id_number) IS NULL
    THEN e.number ELSE d.emergency_caller_id_number END
    AS emergency_caller_id_number
FROM counts a
LEFT JOIN legacy_account d USING (account_id)
LEFT JOIN legacy_limits l USING (account_id)
LEFT JOIN realms r USING (account_id)
LEFT JOIN callers c USING (account_id)
LEFT JOIN emergencies e USING (account_id);
DELETE FROM account a WHERE NOT EXISTS (
  SELECT FROM account_now n WHERE n.account_id = a.account_id);
INSERT INTO account SELECT * FROM account_now
ON CONFLICT (account_id) DO UPDATE SET
  realm = excluded.realm, name = excluded.name,
  twoway_trunks = excluded.twoway_trunks,
  inbound_trunks = excluded.inbound_trunks,
  caller_id_name = excluded.caller_id_name,
  caller_id_number = excluded.caller_id_number,
  emergency_caller_id_name = excluded.emergency_caller_id_name,
  emergency_caller_id_number = excluded.emergency_caller_id_number
WHERE (account.*) IS DISTINCT FROM (excluded.*);
)sql";

// Claims that a call could match first, then the lowest document id, then the
// platform's order within the document. Most numbers have one claim.
constexpr const char* live_claims = R"sql(
CREATE TEMP TABLE claimed_twice ON COMMIT DROP AS
  SELECT account_id, number FROM phone_number
  GROUP BY account_id, number HAVING count(*) > 1;
UPDATE phone_number p SET live = c.place = 1
FROM (SELECT account_id, id, row_number() OVER (
        PARTITION BY account_id, number
        ORDER BY claim_rank >= 1000000, legacy_document_id, claim_rank, id
      ) AS place
      FROM phone_number JOIN claimed_twice USING (account_id, number)) c
WHERE p.account_id = c.account_id AND p.id = c.id
  AND p.live IS DISTINCT FROM (c.place = 1);
UPDATE phone_number p SET live = true
WHERE NOT live AND NOT EXISTS (
  SELECT FROM claimed_twice c
  WHERE c.account_id = p.account_id AND c.number = p.number);
)sql";

constexpr const char* number_failover = R"sql(
CREATE TEMP TABLE failing_over ON COMMIT DROP AS
  SELECT account_id, number, failover_number, failover_sip FROM legacy_number
  WHERE failover_number IS NOT NULL OR failover_sip IS NOT NULL;
UPDATE phone_number p
SET number_failover_number = NULL, number_failover_sip = NULL
WHERE (number_failover_number IS NOT NULL OR number_failover_sip IS NOT NULL)
  AND NOT EXISTS (SELECT FROM failing_over f
                  WHERE f.account_id = p.account_id AND f.number = p.number);
UPDATE phone_number p
SET number_failover_number = f.failover_number,
    number_failover_sip = f.failover_sip
FROM failing_over f
WHERE p.account_id = f.account_id AND p.number = f.number
  AND (p.number_failover_number, p.number_failover_sip)
      IS DISTINCT FROM (f.failover_number, f.failover_sip);
)sql";

// One after the other, those that may be made now.
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
  for (const char* table :
       {"trunk", "device", "phone_number", "legacy_document",
        "unconverted_document", "legacy_account", "legacy_limits",
        "legacy_number"}) {
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

void drop_keys(Connection& connection, const std::string& schema) {
  connection.execute(begin_in(schema));
  connection.execute(note_keys);
  const Result away =
      connection.execute("SELECT away FROM key_to_drop ORDER BY position DESC");
  for (int i = 0; i < away.rows(); ++i) {
    connection.execute(std::string(away.text(i, 0)));
  }
  connection.execute("COMMIT");
}

void restore_keys(const std::string& at, const std::string& schema,
                  unsigned connections, std::chrono::seconds retry_for) {
  std::vector<Dropped> keys;
  with_retries(retry_for, [&] {
    Connection connection(at);
    keys = dropped(connection, schema);
  });
  // Primary keys and indexes in parallel, then what refers to them.
  for (const bool foreign : {false, true}) {
    std::vector<Dropped> now;
    for (const Dropped& key : keys) {
      if ((key.position >= 2000) == foreign) now.push_back(key);
    }
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::exception_ptr failure;
    const auto work = [&] {
      std::size_t mine = now.size();
      while ((mine = next++) < now.size()) {
        try {
          with_retries(retry_for, [&] {
            Connection connection(at);
            make(connection, schema, now[mine]);
          });
        } catch (...) {
          const std::lock_guard lock(mutex);
          if (!failure) failure = std::current_exception();
        }
      }
    };
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min<std::size_t>(connections, now.size());
         ++i) {
      threads.emplace_back(work);
    }
    for (std::thread& thread : threads) thread.join();
    if (failure) std::rethrow_exception(failure);
  }
}

std::string derive_sql(const std::string& run_id) {
  return std::string(accounts) + live_claims + number_failover +
         fmt::format(
             "INSERT INTO run_part(run_id, part) SELECT '{0}', "
             "least(coalesce(min(part), 0), 0) - 1 FROM run_part WHERE run_id "
             "= "
             "'{0}';\n",
             run_id);
}

void derive(Connection& connection, const std::string& schema,
            const std::string& run_id) {
  connection.execute(begin_in(schema));
  connection.execute(derive_sql(run_id));
  connection.execute("COMMIT");
}

}  // namespace trunklift::postgres
