// Each statement changes only the rows that are not as they should be.
#include "sink/postgres/derive.h"

#include <fmt/format.h>

#include "model/legacy.h"
#include "sink/postgres/dropped_rows.h"
#include "sink/postgres/target.h"

namespace trunklift::postgres {
namespace {

constexpr const char* account_rows = R"sql(
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
LEFT JOIN emergencies e USING (account_id)
)sql";

// There may be rows if this is tried again.
constexpr const char* first_accounts = R"sql(
DELETE FROM account;
WITH todo AS MATERIALIZED ({}),
  done AS (INSERT INTO account SELECT * FROM todo ORDER BY account_id
    RETURNING 1)
INSERT INTO stage_count SELECT 'account', (SELECT count(*) FROM todo),
  (SELECT count(*) FROM done);
)sql";

constexpr const char* accounts = R"sql(
CREATE TEMP TABLE account_now ON COMMIT DROP AS {};
ANALYZE account_now;
WITH todo AS MATERIALIZED (
    SELECT account_id FROM account a WHERE NOT EXISTS (
      SELECT FROM account_now n WHERE n.account_id = a.account_id)),
  done AS (DELETE FROM account a USING todo
    WHERE a.account_id = todo.account_id RETURNING 1)
INSERT INTO stage_count SELECT 'account', (SELECT count(*) FROM todo),
  (SELECT count(*) FROM done);
WITH todo AS MATERIALIZED (
    SELECT n.* FROM account_now n LEFT JOIN account a USING (account_id)
    WHERE a.account_id IS NULL OR ROW(a.*) IS DISTINCT FROM ROW(n.*)),
  done AS (INSERT INTO account SELECT * FROM todo
    ON CONFLICT (account_id) DO UPDATE SET
      realm = excluded.realm, name = excluded.name,
      twoway_trunks = excluded.twoway_trunks,
      inbound_trunks = excluded.inbound_trunks,
      caller_id_name = excluded.caller_id_name,
      caller_id_number = excluded.caller_id_number,
      emergency_caller_id_name = excluded.emergency_caller_id_name,
      emergency_caller_id_number = excluded.emergency_caller_id_number
    RETURNING 1)
INSERT INTO stage_count SELECT 'account', (SELECT count(*) FROM todo),
  (SELECT count(*) FROM done);
)sql";

// Claims that a call could match come first; then the lowest document id
// counts, and then the platform's order within the document. Most numbers have
// one claim; {0} says where there may be others, {1} is `dead_claim`.
constexpr const char* live_claims = R"sql(
CREATE TEMP TABLE claimed_twice ON COMMIT DROP AS
  SELECT account_id, number FROM phone_number {0}
  GROUP BY account_id, number HAVING count(*) > 1;
ANALYZE claimed_twice;
CREATE TEMP TABLE claim_now ON COMMIT DROP AS
  SELECT account_id, id, place = 1 AS live
  FROM (SELECT account_id, id, live, row_number() OVER (
          PARTITION BY account_id, number
          ORDER BY claim_rank >= {1}, legacy_document_id, claim_rank, id
        ) AS place
        FROM phone_number JOIN claimed_twice USING (account_id, number)) c
  WHERE live IS DISTINCT FROM (place = 1);
)sql";

// A document's own claims are in order already, and most accounts have one.
constexpr const char* where_several_documents =
    "WHERE account_id IN (SELECT account_id FROM trunk GROUP BY account_id "
    "HAVING count(*) > 1)";

constexpr const char* only_claims = R"sql(
INSERT INTO claim_now SELECT account_id, id, true FROM phone_number p
WHERE NOT live AND NOT EXISTS (
  SELECT FROM claimed_twice c
  WHERE c.account_id = p.account_id AND c.number = p.number);
)sql";

constexpr const char* set_live = R"sql(
ANALYZE claim_now;
WITH done AS (
  UPDATE phone_number p SET live = c.live FROM claim_now c
  WHERE p.account_id = c.account_id AND p.id = c.id RETURNING 1)
INSERT INTO stage_count SELECT 'phone_number',
  (SELECT count(*) FROM claim_now), (SELECT count(*) FROM done);
)sql";

constexpr const char* number_failover = R"sql(
CREATE TEMP TABLE failover_now ON COMMIT DROP AS
  SELECT p.account_id, p.id, f.failover_number, f.failover_sip
  FROM legacy_number f JOIN phone_number p USING (account_id, number)
  WHERE coalesce(f.failover_number, f.failover_sip) IS NOT NULL
    AND (p.number_failover_number, p.number_failover_sip)
        IS DISTINCT FROM (f.failover_number, f.failover_sip);
)sql";

constexpr const char* no_failover = R"sql(
INSERT INTO failover_now SELECT account_id, id FROM phone_number p
WHERE (number_failover_number IS NOT NULL OR number_failover_sip IS NOT NULL)
  AND NOT EXISTS (
    SELECT FROM legacy_number f
    WHERE f.account_id = p.account_id AND f.number = p.number
      AND coalesce(f.failover_number, f.failover_sip) IS NOT NULL);
)sql";

constexpr const char* set_failover = R"sql(
ANALYZE failover_now;
WITH done AS (
  UPDATE phone_number p
  SET number_failover_number = f.failover_number,
      number_failover_sip = f.failover_sip
  FROM failover_now f
  WHERE p.account_id = f.account_id AND p.id = f.id RETURNING 1)
INSERT INTO stage_count SELECT 'phone_number',
  (SELECT count(*) FROM failover_now), (SELECT count(*) FROM done);
)sql";

// Hash tables of what has a row an account or a number fit in. Nothing is known
// of tables that were just filled: the server would rather sort them.
constexpr const char* memory =
    "SET LOCAL work_mem TO '64MB'; SET LOCAL enable_mergejoin TO off;";

std::string note_part(const std::string& run_id) {
  return fmt::format(
      "WITH done AS (INSERT INTO run_part(run_id, part) SELECT '{0}', "
      "least(coalesce(min(part), 0), 0) - 1 FROM run_part WHERE run_id = "
      "'{0}' RETURNING 1) INSERT INTO stage_count SELECT 'run_part', 1, "
      "(SELECT count(*) FROM done);\n",
      run_id);
}

std::string with(const char* sql, const char* what) {
  return fmt::format(fmt::runtime(sql), what, dead_claim);
}

std::string first_sql(const std::string& run_id) {
  return create_counts() + memory + with(first_accounts, account_rows) +
         with(live_claims, where_several_documents) + set_live +
         note_part(run_id);
}

void run_sql(Connection& connection, const std::string& schema,
             const std::string& sql) {
  // Rows that somebody changes meanwhile are not taken for dropped ones.
  connection.execute(begin_in(schema, "REPEATABLE READ"));
  execute_counted(connection, sql);
  connection.execute("COMMIT");
}

}  // namespace

std::string derive_sql(const std::string& run_id) {
  return create_counts() + memory + with(accounts, account_rows) +
         with(live_claims, "") + only_claims + set_live + number_failover +
         no_failover + set_failover + note_part(run_id);
}

void derive_before_keys(Connection& connection, const std::string& schema,
                        const std::string& run_id) {
  run_sql(connection, schema,
          create_counts() + memory + number_failover + set_failover +
              note_part(run_id));
}

void derive(Connection& connection, const std::string& schema,
            const std::string& run_id, bool first) {
  run_sql(connection, schema, first ? first_sql(run_id) : derive_sql(run_id));
}

}  // namespace trunklift::postgres
