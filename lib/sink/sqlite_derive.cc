// What depends on several documents, worked out by the database.
#include "sink/sqlite_schema.h"

namespace trunklift::sqlite {
namespace {

// A caller id is taken whole, from the account document or else from the first
// trunk that has one, never half from each. Nearly every account has one trunk,
// which then is the row at hand.
constexpr const char* accounts = R"sql(
DELETE FROM account;
INSERT INTO account
SELECT a.account_id,
  CASE WHEN d.realm IS NOT NULL THEN d.realm
    WHEN a.trunks = 1 THEN a.realm
    ELSE (SELECT realm FROM trunk t
      WHERE t.account_id = a.account_id AND realm IS NOT NULL
      ORDER BY legacy_document_id LIMIT 1) END,
  d.name,
  CASE WHEN l.account_id IS NULL THEN a.twoway ELSE l.twoway_trunks END,
  CASE WHEN l.account_id IS NULL THEN a.inbound ELSE l.inbound_trunks END,
  CASE WHEN coalesce(d.caller_id_name, d.caller_id_number) IS NOT NULL
      THEN d.caller_id_name
    WHEN a.trunks = 1 THEN a.caller_id_name
    ELSE (SELECT caller_id_name FROM trunk t
      WHERE t.account_id = a.account_id
        AND coalesce(caller_id_name, caller_id_number) IS NOT NULL
      ORDER BY legacy_document_id LIMIT 1) END,
  CASE WHEN coalesce(d.caller_id_name, d.caller_id_number) IS NOT NULL
      THEN d.caller_id_number
    WHEN a.trunks = 1 THEN a.caller_id_number
    ELSE (SELECT caller_id_number FROM trunk t
      WHERE t.account_id = a.account_id
        AND coalesce(caller_id_name, caller_id_number) IS NOT NULL
      ORDER BY legacy_document_id LIMIT 1) END,
  CASE WHEN coalesce(d.emergency_caller_id_name,
                     d.emergency_caller_id_number) IS NOT NULL
      THEN d.emergency_caller_id_name
    WHEN a.trunks = 1 THEN a.emergency_caller_id_name
    ELSE (SELECT emergency_caller_id_name FROM trunk t
      WHERE t.account_id = a.account_id
        AND coalesce(emergency_caller_id_name,
                     emergency_caller_id_number) IS NOT NULL
      ORDER BY legacy_document_id LIMIT 1) END,
  CASE WHEN coalesce(d.emergency_caller_id_name,
                     d.emergency_caller_id_number) IS NOT NULL
      THEN d.emergency_caller_id_number
    WHEN a.trunks = 1 THEN a.emergency_caller_id_number
    ELSE (SELECT emergency_caller_id_number FROM trunk t
      WHERE t.account_id = a.account_id
        AND coalesce(emergency_caller_id_name,
                     emergency_caller_id_number) IS NOT NULL
      ORDER BY legacy_document_id LIMIT 1) END
FROM (SELECT account_id, count(*) AS trunks,
             max(twoway_trunks) AS twoway, max(inbound_trunks) AS inbound,
             realm, caller_id_name, caller_id_number,
             emergency_caller_id_name, emergency_caller_id_number
      FROM trunk GROUP BY account_id) a
LEFT JOIN legacy_account d ON d.account_id = a.account_id
LEFT JOIN legacy_limits l ON l.account_id = a.account_id;
)sql";

// Claims that a call could match first, then the lowest document id, then the
// platform's order within the document. CROSS JOIN keeps SQLite from reading
// all claims of an account for each of its numbers.
constexpr const char* live_claims = R"sql(
UPDATE phone_number SET live = 0 WHERE rowid IN (
  SELECT claim FROM (
    SELECT p.rowid AS claim, row_number() OVER (
      PARTITION BY p.account_id, p.number
      ORDER BY p.claim_rank >= 1000000, p.legacy_document_id, p.claim_rank, p.id
    ) AS place
    FROM (SELECT account_id, number FROM phone_number
          GROUP BY account_id, number HAVING count(*) > 1) d
    CROSS JOIN phone_number p
      ON p.account_id = d.account_id AND p.number = d.number)
  WHERE place > 1);
)sql";

// Few numbers have a failover: their claims are looked up.
constexpr const char* number_failover = R"sql(
UPDATE phone_number
SET (number_failover_number, number_failover_sip) =
  (SELECT failover_number, failover_sip FROM legacy_number n
   WHERE n.account_id = phone_number.account_id
     AND n.number = phone_number.number)
WHERE rowid IN (
  SELECT p.rowid FROM legacy_number n
  CROSS JOIN phone_number p
    ON p.account_id = n.account_id AND p.number = n.number
  WHERE n.failover_number IS NOT NULL OR n.failover_sip IS NOT NULL);
)sql";

// What an earlier run worked out, which may not hold any more.
constexpr const char* forget = R"sql(
UPDATE phone_number SET live = 1 WHERE live = 0;
UPDATE phone_number
SET number_failover_number = NULL, number_failover_sip = NULL
WHERE number_failover_number IS NOT NULL OR number_failover_sip IS NOT NULL;
)sql";

}  // namespace

void derive(Database& database, bool again) {
  if (again) database.execute(forget);
  database.execute(accounts);
  database.execute(live_claims);
  database.execute(number_failover);
}

}  // namespace trunklift::sqlite
