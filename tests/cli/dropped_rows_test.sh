# A trigger that drops what is written (RAISE(IGNORE)) ends a run with 4, and
# the table is named. Without it, the next run goes on.
source "$(dirname "$0")/lib.sh"

cat >first.ndjson <<'JSON'
{"_id":"d","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"a","account":{"trunks":1},"servers":[{"auth":{"auth_method":"ip","ip":"192,168.0.1"}}]}
{"_id":"+12025550100","_rev":"1-a","pvt_type":"number","pvt_assigned_to":"b","failover":{"e164":"+12025550199"}}
{"_id":"e","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"b","account":{"trunks":1},"servers":[{"auth":{"auth_user":"u"},"DIDs":{"+12025550100":{}}},{"auth":{"auth_user":"v"},"DIDs":{"+12025550100":{}}}]}
{"_id":"f","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"b","account":{"trunks":1},"servers":[{"auth":{"auth_user":"w"},"DIDs":{"+12025550100":{}}}]}
{"_id":"b","_rev":"1-a","pvt_type":"account","pvt_account_id":"b","realm":"b.test"}
{"_id":"limits","_rev":"1-a","pvt_type":"limits","pvt_account_id":"b","twoway_trunks":3}
JSON
sed 's/1-a/2-a/;s/"trunks":1/"trunks":2/;s/550199/550198/;s/b.test/c.test/
  s/trunks":3/trunks":4/' first.ndjson >second.ndjson
sed 's/1-a/3-a/;s/{"_id"/{"pvt_deleted":true,"_id"/' first.ndjson >third.ndjson
head -n 3 first.ndjson >fewer.ndjson

run migrate first.ndjson --to sqlite:filled.db
sqlite3 filled.db "SELECT sql || ';' FROM sqlite_master WHERE type = 'table';
  PRAGMA application_id; PRAGMA user_version" >tables
{
  grep -v '^[0-9]*$' tables
  grep '^[0-9]*$' tables |
    { read -r id; read -r version
      echo "PRAGMA application_id=$id; PRAGMA user_version=$version;"; }
} | sqlite3 empty.db
cp filled.db second.db
run migrate second.ndjson --to sqlite:second.db

round() {  # database table event argument...: with a trigger, then without
  cp "$1.db" round.db
  sqlite3 round.db "CREATE TRIGGER a_drop BEFORE $3 ON $2
    BEGIN SELECT RAISE(IGNORE); END"
  run migrate --to sqlite:round.db "${@:4}"
  last="$3 on $2 drops in silence: ${*:4}, from $1"
  expect_exit 4
  expect_stderr_contains "the table $2 took "
  expect_stderr_contains "no error told of the others"
  sqlite3 round.db "DROP TRIGGER a_drop"
  run migrate --to sqlite:round.db "${@:4}"
  cp "$1.db" other.db
  last="$3 on $2, without that: ${*:4}, from $1"
  checks=$((checks + 1))
  ((code < 2)) || fail "it does not go on"
  "$TRUNKLIFT" migrate --to sqlite:other.db "${@:4}" >"$out" 2>"$err"
  contents other.db >other.contents
  expect_same_contents round.db other.contents
}
for table in account trunk device phone_number legacy_document \
  unconverted_document legacy_account legacy_limits legacy_number run; do
  round empty "$table" INSERT first.ndjson
done
for table in phone_number run; do
  round empty "$table" UPDATE first.ndjson
done
for table in legacy_document legacy_account legacy_limits legacy_number; do
  round filled "$table" UPDATE second.ndjson
done
for table in trunk device phone_number; do
  round filled "$table" INSERT second.ndjson
  round filled "$table" DELETE third.ndjson
done
for table in legacy_account legacy_limits legacy_number; do
  round filled "$table" DELETE third.ndjson
done
for table in trunk legacy_document; do
  round filled "$table" DELETE --prune --complete all fewer.ndjson
done
round filled vanished_document INSERT --complete all fewer.ndjson

finish
