// What depends on several documents, worked out by the database.
#include "sink/sqlite/schema.h"

#include <string>

#include "model/legacy.h"

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

// Claims that a call could match come first; then the lowest document id
// counts, and then the platform's order within the document.
constexpr const char* live_claim = R"sql(
UPDATE phone_number SET live = 0
WHERE account_id = ?1 AND number = ?2 AND rowid <> (
  SELECT rowid FROM phone_number
  WHERE account_id = ?1 AND number = ?2
  ORDER BY claim_rank >= ?3, legacy_document_id, claim_rank, id LIMIT 1)
)sql";

// The claims of numbers that have a failover are looked up, because these are
// few.
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

// Finds what an earlier run worked out, which may not hold any more.
constexpr const char* has_failover =
    "number_failover_number IS NOT NULL OR number_failover_sip IS NOT NULL";

// Goes through the index of numbers, which takes half as long as GROUP BY does.
// No index has what is changed on the way.
void live_claims(Database& database) {
  Statement claims(database,
                   "SELECT account_id, number FROM phone_number "
                   "ORDER BY account_id, number");
  Statement decide(database, live_claim);
  std::string account_id, number;
  bool decided = false;
  std::int64_t outdone = 0, done = 0;  // claims
  while (claims.step()) {
    if (claims.text(0) != account_id || claims.text(1) != number) {
      account_id = claims.text(0);
      number = claims.text(1);
      decided = false;
      continue;
    }
    ++outdone;
    if (decided) continue;
    decide.bind(0, account_id)
        .bind(1, number)
        .bind(2, Cell::of(dead_claim))
        .run();
    done += database.changes();
    decided = true;
  }
  database.expect_taken(outdone, done, "phone_number");
}

// Rows are counted, because a trigger may keep them as they are without an
// error.
void run_all(Database& database, const std::string& sql, std::string_view table,
             const std::string& expected) {
  const std::int64_t rows = database.integer(expected);
  database.execute(sql);
  database.expect_changes(rows, table);
}

}  // namespace

void derive(Database& database, bool again) {
  if (again) {
    run_all(database, "UPDATE phone_number SET live = 1 WHERE live = 0",
            "phone_number", "SELECT count(*) FROM phone_number WHERE live = 0");
    run_all(
        database,
        std::string("UPDATE phone_number SET number_failover_number = NULL, "
                    "number_failover_sip = NULL WHERE ") +
            has_failover,
        "phone_number",
        std::string("SELECT count(*) FROM phone_number WHERE ") + has_failover);
  }
  run_all(database, accounts, "account",
          "SELECT count(DISTINCT account_id) FROM trunk");
  live_claims(database);
  run_all(database, number_failover, "phone_number",
          "SELECT count(*) FROM legacy_number n CROSS JOIN phone_number p ON "
          "p.account_id = n.account_id AND p.number = n.number WHERE "
          "n.failover_number IS NOT NULL OR n.failover_sip IS NOT NULL");
}

}  // namespace trunklift::sqlite
