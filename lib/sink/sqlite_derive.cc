// What depends on several documents, worked out by the database.
#include "sink/sqlite_schema.h"

namespace trunklift::sqlite {
namespace {

// A caller id is taken whole, from the account document or else from the first
// trunk that has one, never half from each.
constexpr const char* accounts = R"sql(
DELETE FROM account;
INSERT INTO account
SELECT a.account_id,
  coalesce(d.realm, (SELECT realm FROM trunk t
    WHERE t.account_id = a.account_id AND realm IS NOT NULL
    ORDER BY legacy_document_id LIMIT 1)),
  d.name,
  CASE WHEN l.account_id IS NULL THEN a.twoway ELSE l.twoway_trunks END,
  CASE WHEN l.account_id IS NULL THEN a.inbound ELSE l.inbound_trunks END,
  CASE WHEN coalesce(d.caller_id_name, d.caller_id_number) IS NULL
    THEN c.caller_id_name ELSE d.caller_id_name END,
  CASE WHEN coalesce(d.caller_id_name, d.caller_id_number) IS NULL
    THEN c.caller_id_number ELSE d.caller_id_number END,
  CASE WHEN coalesce(d.emergency_caller_id_name,
                     d.emergency_caller_id_number) IS NULL
    THEN e.emergency_caller_id_name ELSE d.emergency_caller_id_name END,
  CASE WHEN coalesce(d.emergency_caller_id_name,
                     d.emergency_caller_id_number) IS NULL
    THEN e.emergency_caller_id_number ELSE d.emergency_caller_id_number END
FROM (SELECT account_id, max(twoway_trunks) AS twoway,
             max(inbound_trunks) AS inbound
      FROM trunk GROUP BY account_id) a
LEFT JOIN legacy_account d ON d.account_id = a.account_id
LEFT JOIN legacy_limits l ON l.account_id = a.account_id
LEFT JOIN trunk c ON c.account_id = a.account_id AND c.id =
  (SELECT id FROM trunk t WHERE t.account_id = a.account_id
     AND coalesce(caller_id_name, caller_id_number) IS NOT NULL
     ORDER BY legacy_document_id LIMIT 1)
LEFT JOIN trunk e ON e.account_id = a.account_id AND e.id =
  (SELECT id FROM trunk t WHERE t.account_id = a.account_id
     AND coalesce(emergency_caller_id_name,
                  emergency_caller_id_number) IS NOT NULL
     ORDER BY legacy_document_id LIMIT 1)
ORDER BY a.account_id;
)sql";

// Claims that a call could match first, then the lowest document id, then the
// platform's order within the document.
constexpr const char* live_claims = R"sql(
UPDATE phone_number SET live = 1 WHERE live = 0;
UPDATE phone_number SET live = 0 WHERE rowid IN (
  SELECT rowid FROM (
    SELECT rowid, row_number() OVER (
      PARTITION BY account_id, number
      ORDER BY claim_rank >= 1000000, legacy_document_id, claim_rank, id
    ) AS place
    FROM phone_number WHERE (account_id, number) IN (
      SELECT account_id, number FROM phone_number
      GROUP BY account_id, number HAVING count(*) > 1))
  WHERE place > 1);
)sql";

constexpr const char* number_failover = R"sql(
UPDATE phone_number
SET number_failover_number = NULL, number_failover_sip = NULL
WHERE number_failover_number IS NOT NULL OR number_failover_sip IS NOT NULL;
UPDATE phone_number
SET number_failover_number = n.failover_number,
    number_failover_sip = n.failover_sip
FROM (SELECT * FROM legacy_number
      WHERE failover_number IS NOT NULL OR failover_sip IS NOT NULL) n
WHERE phone_number.account_id = n.account_id
  AND phone_number.number = n.number;
)sql";

}  // namespace

void derive(Database& database) {
  database.execute(accounts);
  database.execute(live_claims);
  database.execute(number_failover);
}

}  // namespace trunklift::sqlite
