# What a server may do to a transaction, and a second client in the middle: time
# limits, deadlocks, failed serialization. What may pass is tried again.
source "$(dirname "$0")/target.sh"
start_cluster deadlock_timeout=3s

run generate --documents 120 --seed 4 --flaws 10% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
cp "$out" second.ndjson
expect_contains second.ndjson '"Later"'
options=(--connections 2)

prepare() {  # name: a target with the first dump
  new_database "$1"
  to_postgres first.ndjson
}
prepare whole
sql "CREATE DATABASE template TEMPLATE whole" -d template1
to_whole second.ndjson
prepare() {  # name
  sql "CREATE DATABASE \"$1\" TEMPLATE template" -d template1
  use_database "$1"
}

# A second client: commands on a pipe, answers in a file.
client_at=
open_client() {
  rm -f client.in
  mkfifo client.in
  psql -XAtq -v ON_ERROR_STOP=1 <client.in >client.out 2>&1 &
  client_process=$!
  exec 8>client.in
  client_at=$PGDATABASE
}
client() {  # sql: and waits for its end
  echo "$1; \\echo done $((++client_turn))" >&8
  wait_until grep -q "done $client_turn\$" client.out ||
    fail "the second client: $(cat client.out)"
}
client_turn=0
close_client() {
  exec 8>&-
  wait "$client_process"
}
start_run() {  # argument...
  "$TRUNKLIFT" migrate --to "$to" --rejects now.rejects "${options[@]}" "$@" \
    second.ndjson >"$out" 2>"$err" &
  process=$!
}
end_run() {
  wait "$process"
  code=$?
}
says() { wait_until grep -q "$1" "$err" || fail "it does not say: $1"; }
waits() {
  [[ $(sql "SELECT count(*) FROM pg_stat_activity WHERE datname = '$client_at'
    AND application_name = 'trunklift' AND wait_event_type = 'Lock'") -ge 1 ]]
}
expect_waits() {
  checks=$((checks + 1))
  wait_until waits || fail "it does not wait"
}
changed_row() {  # table, of an update by the undisturbed run
  sql "SELECT b.account_id || ' ' || b.id FROM trunklift.before_image b
    WHERE action = 'update' AND table_name = '$1'
    ORDER BY 1 LIMIT 1" -d whole
}
where() { echo "account_id = '${1% *}' AND id = '${1#* }'"; }
device=$(changed_row device)
trunk=$(changed_row trunk)

# --- Limits of time: they pass, or they do not.
for limit in "statement_timeout canceling" "lock_timeout canceling"; do
  setting=${limit% *}
  prepare "$setting"
  sql "ALTER DATABASE $setting SET $setting = '100ms'"
  open_client
  client "SET $setting = 0; BEGIN; LOCK TABLE trunklift.device"
  start_run --retry-for 60s
  says "trying again"
  says "${limit#* }"
  client COMMIT
  end_run
  last="$setting, for a while"
  expect_whole_after now.rejects
  close_client
  prepare "$setting too long"
  sql "ALTER DATABASE \"$setting too long\" SET $setting = '100ms'"
  open_client
  client "SET $setting = 0; BEGIN; LOCK TABLE trunklift.device"
  start_run --retry-for 1s
  end_run
  last="$setting, too long"
  expect_exit 4
  expect_stderr_contains "$setting"
  expect_stderr_contains "run again"
  client COMMIT
  close_client
  to_postgres --rejects now.rejects second.ndjson
  expect_whole_after now.rejects
done

# --- A deadlock, of which the migration is the victim: it holds the trunk, and
# waits for the device.
prepare deadlock
open_client
client "SET deadlock_timeout = '60s'; BEGIN;
  SELECT FROM trunklift.device WHERE $(where "$device") FOR UPDATE"
start_run
expect_waits
echo "UPDATE trunklift.trunk SET name = name WHERE account_id = \
'${device% *}'; COMMIT;" >&8
end_run
close_client
last=deadlock
expect_stderr_contains "deadlock detected"
expect_whole_after now.rejects

# --- A second client alters rows in the middle, at every level of isolation:
# what the dump says counts, what it does not say stays, and what was there
# before comes back.
for level in "read committed" "repeatable read" serializable; do
  prepare "$level"
  sql "ALTER DATABASE \"$level\" SET default_transaction_isolation = '$level'"
  sql "CREATE TABLE public.was AS SELECT * FROM trunklift.device"
  open_client
  client "BEGIN; UPDATE trunklift.device SET name = 'Mine' WHERE \
$(where "$device")"
  start_run
  expect_waits
  client COMMIT
  end_run
  close_client
  last="a second client, $level"
  expect_whole_after now.rejects
  # The undo of the run knows that it was not the run that wrote that name.
  expect_equal "$(sql "SELECT image->>'name' FROM trunklift.before_image
    WHERE table_name = 'device' AND account_id = '${device% *}'
      AND id = '${device#* }'")" Mine
  run undo --to "$to" last
  expect_exit 0
  expect_equal "$(sql "SELECT name FROM trunklift.device
    WHERE $(where "$device")")" Mine
  expect_equal "$(sql "SELECT count(*) FROM (SELECT name FROM trunklift.device
    EXCEPT SELECT name FROM public.was) x")" 1
done

# --- It deletes one, or puts one there first.
prepare deleted
open_client
client "BEGIN; DELETE FROM trunklift.phone_number p USING trunklift.device d
  WHERE p.device_id = d.id AND d.account_id = '${device% *}'
    AND d.id = '${device#* }';
  DELETE FROM trunklift.device WHERE $(where "$device")"
start_run
expect_waits
client COMMIT
end_run
close_client
last="a second client deletes"
expect_exit 1
expect_equal "$(sql "SELECT count(*) FROM trunklift.device
  WHERE $(where "$device")")" 1

# --- It puts a row into a table that has no keys yet: that is found at the end.
new_database doubled
to_whole first.ndjson
new_database first
run target init --to "$to"
mkfifo pipe
"$TRUNKLIFT" migrate --to "$to" pipe >"$out" 2>"$err" &
process=$!
exec 9>pipe
cat first.ndjson >&9
no_keys() { (($(number_of dropped_key))); }
checks=$((checks + 1))
wait_until no_keys || fail "keys stay"
one=$(head -n 1 <(sql "SELECT account_id, id FROM trunklift.trunk
  ORDER BY 1, 2 LIMIT 1" -d doubled))
dblink="COPY (SELECT * FROM trunklift.trunk WHERE account_id = '${one%|*}'
  AND id = '${one#*|}') TO STDOUT"
sql "$dblink" -d doubled | sql "COPY trunklift.trunk FROM STDIN"
exec 9>&-
end_run
last="a row that comes twice"
expect_exit 4
expect_stderr_contains 'could not create unique index "trunk_key"'
expect_stderr_contains "delete that row and run again"
sql "DELETE FROM trunklift.trunk WHERE ctid = (
  SELECT min(ctid) FROM trunklift.trunk WHERE id = '${one#*|}')"
to_postgres --rejects now.rejects first.ndjson
sql "UPDATE trunklift.legacy_document SET input = 'first.ndjson'
  WHERE input = 'pipe'"
sql "UPDATE trunklift.unconverted_document SET input = 'first.ndjson'
  WHERE input = 'pipe'"
expect_whole_after now.rejects

# --- It alters tables: the message says so, and how they should be.
for change in "DROP COLUMN extra" "DROP CONSTRAINT device_key CASCADE"; do
  prepare "$change"
  sql "ALTER TABLE trunklift.device $change" 2>/dev/null
  to_postgres second.ndjson
  last=$change
  expect_exit 4
  expect_stderr_contains "somebody altered the tables"
done
prepare "added"
sql "ALTER TABLE trunklift.device ADD COLUMN note text"
sql "UPDATE trunklift.device SET note = 'mine'"
to_postgres second.ndjson
expect_exit 1
same_note() { sql "SELECT count(*) FROM trunklift.device WHERE note = 'mine'"; }
expect_equal "$(($(same_note) > 80))" 1

finish
