# What a server takes and drops without an error (triggers that return NULL,
# rules) ends a run with 4, and is named; so it is in undo. Without that, the
# next run goes on.
source "$(dirname "$0")/target.sh"
start_cluster

cat >first.ndjson <<'JSON'
{"_id":"d","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"a","account":{"trunks":1},"servers":[{"auth":{"auth_method":"ip","ip":"192,168.0.1"}}]}
{"_id":"+12025550100","_rev":"1-a","pvt_type":"number","pvt_assigned_to":"b","failover":{"e164":"+12025550199"}}
{"_id":"e","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"b","account":{"trunks":1},"servers":[{"auth":{"auth_user":"u"},"DIDs":{"+12025550100":{}}},{"auth":{"auth_user":"v"},"DIDs":{"+12025550100":{}}}]}
{"_id":"f","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"b","account":{"trunks":1},"servers":[{"auth":{"auth_user":"w"},"DIDs":{"+12025550100":{}}}]}
{"_id":"b","_rev":"1-a","pvt_type":"account","pvt_account_id":"b","realm":"b.test"}
{"_id":"limits","_rev":"1-a","pvt_type":"limits","pvt_account_id":"b","twoway_trunks":3}
JSON
# Each row of these documents changes, then they are deleted.
python3 - <<'PY'
import json
second, third = open("second.ndjson", "w"), open("third.ndjson", "w")
for line in open("first.ndjson"):
    document = json.loads(line)
    document["_rev"] = "2-a"
    if document["pvt_type"] == "sys_info":
        document["account"]["trunks"] = 77
        for server in document["servers"]:
            server["server_name"] = "Later"
            for value in server.get("DIDs", {}).values():
                value["failover"] = {"e164": "+12025550177"}
    else:
        document |= {"realm": "later.test", "twoway_trunks": 66,
                     "failover": {"e164": "+12025550166"}}
    print(json.dumps(document), file=second)
    if document["pvt_type"] == "sys_info":
        document |= {"_rev": "3-a", "pvt_deleted": True}
        print(json.dumps(document), file=third)
PY

# Each state is a schema, as the copies are, which have a name of their own.
schema=empty
run target init --to "$to" --target-schema empty
for schema in filled second; do
  to_postgres first.ndjson
done
to_postgres second.ndjson
expect_exit 1
for schema in empty filled second; do
  pg_dump -n "$schema" | sed "s/\b$schema\b/copy/g" >"$schema.sql"
done
schema=copy

use() {  # state
  # What is restored in one transaction is as good as what the runs wrote.
  psql -XAtq1 -v ON_ERROR_STOP=1 -f "$1.sql" \
    -c "UPDATE copy.run_part SET xid = pg_current_xact_id()" >/dev/null
}
drop_rows() {  # table event
  sql "CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS
      \$\$ BEGIN RETURN NULL; END \$\$;
    CREATE TRIGGER a_drop BEFORE $2 ON copy.$1 FOR EACH ROW
      EXECUTE FUNCTION drop_row()"
}
snapshot() {
  local table queries=()
  for table in "${document_tables[@]}" dropped_key; do
    queries+=(-c "SELECT '$table', t::text COLLATE \"C\"
      FROM copy.$table t ORDER BY 2")
  done
  psql -XAtq -v ON_ERROR_STOP=1 "${queries[@]}"
}
round() {  # state table event command...: with a trigger, then without
  use "$1"
  drop_rows "$2" "$3"
  [[ $4 != undo ]] || snapshot >before
  run "${@:4}" --to "$to" --target-schema copy
  last="$3 on $2 drops in silence: ${*:4}, from $1"
  expect_exit 4
  expect_stderr_contains "the table $2 took "
  expect_stderr_contains "no error told of the others"
  sql "DROP FUNCTION drop_row() CASCADE" 2>/dev/null
  [[ $4 != undo ]] || expect_same_text <(snapshot) before
  run "${@:4}" --to "$to" --target-schema copy
  last="$3 on $2, without that: ${*:4}, from $1"
  checks=$((checks + 1))
  ((code < 2)) || fail "it does not go on"
  snapshot >after
  sql "DROP SCHEMA copy CASCADE" 2>/dev/null
}
# --- A first load.
for table in trunk device phone_number legacy_document unconverted_document \
  legacy_account legacy_limits legacy_number before_image account run run_part \
  dropped_key; do
  round empty "$table" INSERT migrate first.ndjson
done
# --- Beside others: what is changed, what is new, what goes.
for table in trunk device phone_number legacy_document legacy_account \
  legacy_limits legacy_number account run; do
  round filled "$table" UPDATE migrate second.ndjson
done
sed 's/"_id":"/&n/;s/"pvt_account_id":"/&n/;s/"pvt_assigned_to":"/&n/' \
  first.ndjson >others.ndjson
for table in trunk device phone_number legacy_document unconverted_document \
  legacy_account legacy_limits before_image run_part; do
  round filled "$table" INSERT migrate --complete none others.ndjson
done
for table in trunk device phone_number account; do
  round second "$table" DELETE migrate third.ndjson
done
head -n 3 first.ndjson >fewer.ndjson
for table in legacy_document phone_number; do
  round second "$table" DELETE migrate --prune --complete all fewer.ndjson
done
round second vanished_document INSERT migrate --complete all fewer.ndjson
# --- Undo.
for table in trunk device phone_number legacy_document legacy_account \
  legacy_limits legacy_number unconverted_document account before_image; do
  round filled "$table" DELETE undo last
done
for table in trunk device phone_number legacy_document account run; do
  round second "$table" UPDATE undo last
done
round second run_part INSERT undo last

# --- It says which document is the first, of many.
use empty
run generate --documents 300 --seed 6 --flaws 0 -o dump.ndjson
expect_exit 0
document=$(sed -n 's/.*"_id": *"\([0-9a-f]*\)".*"sys_info".*/\1/p' dump.ndjson |
  sed -n 77p)
for how in "a first load" "another"; do
  sql "CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS
      \$\$ BEGIN RETURN CASE WHEN NEW.legacy_document_id <> '$document'
        THEN NEW END; END \$\$;
    CREATE TRIGGER a_drop BEFORE INSERT ON copy.trunk FOR EACH ROW
      EXECUTE FUNCTION drop_row()"
  run migrate --to "$to" --target-schema copy --connections 2 dump.ndjson
  last="$how names it"
  expect_exit 4
  expect_stderr_contains "document $document"
  sql "DROP FUNCTION drop_row() CASCADE" 2>/dev/null
  to_postgres first.ndjson
done
# What is merely another row is none of our business.
sql "CREATE FUNCTION change_row() RETURNS trigger LANGUAGE plpgsql AS
    \$\$ BEGIN NEW.name := 'Ours'; RETURN NEW; END \$\$;
  CREATE TRIGGER a_change BEFORE INSERT OR UPDATE ON copy.trunk FOR EACH ROW
    EXECUTE FUNCTION change_row()"
to_postgres dump.ndjson
last="a trigger that changes rows"
checks=$((checks + 1))
((code < 2)) || fail "it is refused"
expect_equal "$(number_of trunk "name = 'Ours'")" \
  "$(sql "SELECT documents_loaded FROM copy.run ORDER BY number DESC LIMIT 1")"

finish
