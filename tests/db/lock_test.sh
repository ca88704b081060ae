# One run at a time: who comes second is told who is at it; who was killed is in
# nobody's way; who was overtaken stops.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 60 --seed 4 --flaws 10% -o dump.ndjson
expect_exit 0
to_sqlite dump dump.ndjson
mkfifo pipe
is_running() { [[ $(number_of run "status = 'running'" 2>&1) == 1 ]]; }
# A run that has read a part of the dump, and waits for more.
hold() {
  "$TRUNKLIFT" migrate --to "$to" "$@" pipe >held 2>&1 &
  holder=$!
  exec 9>pipe
  head -n 30 dump.ndjson >&9
  checks=$((checks + 1))
  wait_until is_running || fail "the migration does not begin"
}
let_go() {
  exec 9>&-
  { wait "$holder"; } 2>/dev/null
  code=$?
}

new_database locked
hold
refused_by_holder() {
  expect_exit 4
  expect_empty "$out"
  expect_stderr_contains "$(id -un)@$(uname -n), process $holder, since 20"
  expect_stderr_contains "is writing to it"
  expect_stderr_contains "wait for that run, or stop it"
}
to_postgres dump.ndjson
refused_by_holder
run undo --to "$to" last
refused_by_holder
expect_equal "$(number_of run)" 1
# In another schema nobody is in the way.
schema=other
to_postgres dump.ndjson
expect_as_sqlite dump
schema=trunklift
run runs --to "$to"
expect_exit 0
expect_stdout_contains running
let_go
to_postgres dump.ndjson
expect_equal "$(number_of trunk)" "$(query dump.db "SELECT count(*) FROM trunk")"
expect_equal "$(sql "SELECT string_agg(DISTINCT status, ' ')
  FROM trunklift.run")" complete

# --- Who was killed is in nobody's way, and is known to have been interrupted.
new_database killed
hold
kill -9 "$holder"
let_go
is_known() {
  run runs --to "$to"
  grep -q interrupted "$out" && ! grep -q running "$out"
}
checks=$((checks + 1))
wait_until is_known || fail "it is not known to have been interrupted"
is_free() { to_postgres dump.ndjson; [[ $code == 1 ]]; }
checks=$((checks + 1))
wait_until is_free || fail "the lock stays"
expect_as_sqlite dump
expect_equal "$(sql "SELECT status FROM trunklift.run ORDER BY started")" \
  "interrupted
complete"

# --- Eight at the same time: one works, or several one after the other, and
# nothing is there twice.
new_database race
for i in {1..8}; do
  { "$TRUNKLIFT" migrate --to "$to" dump.ndjson >"race.$i" 2>&1
    echo "$?" >"race.$i.code"; } &
done
wait
last="eight at a time"
for i in {1..8}; do
  checks=$((checks + 1))
  case $(cat "race.$i.code") in
    1) ;;
    4) grep -q "is writing to it" "race.$i" || fail "$(cat "race.$i")" ;;
    *) fail "$(cat "race.$i")" ;;
  esac
done
same_tables dump.db trunklift
expect_equal "$(number_of run "status = 'complete'")" \
  "$(grep -lx 1 race.*.code | wc -l)"

# --- The connection that holds the lock is lost, and somebody comes in between:
# the first one must not go on as if nothing had happened.
lose_lock() {
  expect_equal "$(sql "SELECT count(pg_terminate_backend(pid)) FROM pg_locks
    WHERE locktype = 'advisory' AND database =
      (SELECT oid FROM pg_database WHERE datname = current_database())")" 1
}
overtaken() {
  tail -n +31 dump.ndjson >&9
  let_go
  last="overtaken"
  cp held "$err"
  expect_exit 4
  expect_stderr_contains "another run came in between"
  expect_stderr_contains "run again"
  same_tables dump.db trunklift
  expect_equal "$(sql "SELECT status FROM trunklift.run ORDER BY started")" \
    "interrupted
complete"
  to_postgres dump.ndjson
  expect_exit 1
  expect_stderr_contains "loaded 0 "
  same_tables dump.db trunklift
}
new_database "overtaken at first"
hold
lose_lock
to_postgres dump.ndjson
expect_as_sqlite dump
overtaken
new_database "overtaken later"
run target init --to "$to"
mv dump.ndjson all.ndjson
head -n 20 all.ndjson >dump.ndjson
to_postgres dump.ndjson
mv all.ndjson dump.ndjson
sql "DELETE FROM trunklift.run"
hold
lose_lock
to_postgres dump.ndjson
overtaken
# Nobody came: it takes the lock again.
new_database "lost"
hold
lose_lock
tail -n +31 dump.ndjson >&9
let_go
last="lost"
expect_exit 1
to_postgres dump.ndjson
expect_stderr_contains "loaded 0 "

# --- The server does not know that the connection is lost: the run is not in
# its own way.
new_database "half open"
run target init --to "$to"
start_proxy --half --before pg_try_advisory_xact_lock
proxy_process=$! direct=$to
to=$proxied
to_postgres dump.ndjson
to=$direct
kill "$proxy_process"
expect_exit 1
expect_stderr_contains "the server still had the connection that was lost"
expect_as_sqlite dump
expect_equal "$(sed 1d "$proxy_log")" "cut before #1"

finish
