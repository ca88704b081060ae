# Servers that say nothing, locks that nobody lets go, queries that take long:
# a run gives up in time by itself, and at once when it is asked to.
source "$(dirname "$0")/target.sh"

now() { date +%s%3N; }
# As a shell starts what stands before a terminal: SIGINT is not ignored.
start() {  # trunklift argument...
  env --default-signal=INT "$TRUNKLIFT" "$@" <"$input" >"$out" 2>"$err" &
  process=$!
  last="trunklift $*"
}
# Its end has to come within two seconds.
ends() {  # signal code
  local begin=
  begin=$(now)
  kill "-$1" "$process"
  { wait "$process"; } 2>/dev/null
  code=$?
  expect_exit "$2"
  checks=$((checks + 1))
  (($(now) - begin < 2000)) || fail "it took $(($(now) - begin)) ms after $1"
}
start_silent() {  # option...
  : >port
  setpriv --pdeathsig TERM python3 "$db_tests/silent_server.py" "$@" >port &
  at_exit "kill $! 2>/dev/null"
  disown
  wait_until test -s port
  silent="host=127.0.0.1 port=$(cat port) user=postgres dbname=postgres \
sslmode=disable gssencmode=disable"
}

start_cluster
run generate --documents 30 --seed 4 -o dump.ndjson
expect_exit 0

# --- It takes connections, and says nothing.
start_silent
begin=$(now)
run migrate --to "$silent" --retry-for 2s dump.ndjson
expect_exit 4
expect_stderr_contains "timeout expired"
expect_stderr_contains "run again when it is there"
checks=$((checks + 1))
(($(now) - begin < 12000)) || fail "it took $(($(now) - begin)) ms"
# What is said to libpq counts, and of two hosts the second one.
run target status --to "host=127.0.0.1,$PGHOST port=$(cat port),$PGPORT \
user=postgres dbname=postgres connect_timeout=2"
expect_exit 1
expect_stdout_contains "no tables of trunklift"
for command in "plan dump.ndjson" "undo last" "target init"; do
  start $command --to "$silent"
  sleep 0.3
  ends INT 130
done
start migrate dump.ndjson --to "$silent" --retry-for 1m
sleep 0.3
ends TERM 143
expect_stderr_contains "interrupted"
expect_stderr_contains "run again to go on"

# --- Nobody listens: between one attempt and the next.
nobody="host=127.0.0.1 port=$(free_port) user=postgres dbname=postgres"
for row in INT:130 TERM:143; do
  start migrate dump.ndjson --to "$nobody" --retry-for 1m
  is_waiting() { grep -q "trying again" "$err"; }
  wait_until is_waiting
  sleep 0.3
  ends "${row%:*}" "${row#*:}"
done

# --- A lock that somebody else has.
new_database locked
run target init --to "$to"
expect_exit 0
to_postgres dump.ndjson
expect_exit 0
hold_lock() {  # table
  coproc HOLDER { psql -XAtq 2>&1; }
  echo "BEGIN; LOCK $schema.$1; SELECT 'held';" >&"${HOLDER[1]}"
  read -r held <&"${HOLDER[0]}"
  expect_equal "$held" held
}
let_go() {
  echo "ROLLBACK; \\q" >&"${HOLDER[1]}"
  wait "$HOLDER_PID" 2>/dev/null
}
waits() {
  [[ $(sql "SELECT count(*) > 0 FROM pg_stat_activity
    WHERE wait_event_type = '$1' AND application_name = 'trunklift'") == t ]]
}
is_gone() {
  [[ $(sql "SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'trunklift'") == 0 ]]
}
target_contents >before
hold_lock device
for command in "migrate --prune" "undo last"; do
  if [[ $command == undo* ]]; then
    start $command --to "$to"
  else
    run generate --documents 30 --seed 5 -o next.ndjson
    start $command next.ndjson --to "$to" --complete all
  fi
  checks=$((checks + 1))
  wait_until waits Lock || fail "it does not wait for the lock"
  ends INT 130
  expect_stderr_contains "interrupted"
  checks=$((checks + 1))
  wait_until is_gone || fail "the server goes on"
done
let_go
run undo last --to "$to"
expect_exit 0
to_postgres dump.ndjson
expect_exit 0

# --- A query that takes long: it is cancelled, and nothing is half done.
new_database slow
to_postgres dump.ndjson
expect_exit 0
target_contents >before
sql "CREATE FUNCTION public.sleeps() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_catalog.pg_sleep(60); RETURN OLD; END';
  CREATE TRIGGER sleeps BEFORE DELETE ON trunklift.device
    EXECUTE FUNCTION public.sleeps()"
start undo last --to "$to"
checks=$((checks + 1))
wait_until waits Timeout || fail "it does not sleep"
ends TERM 143
checks=$((checks + 1))
wait_until is_gone || fail "the server goes on"
target_contents >after
expect_same_text after before
expect_equal "$(number_of run "status = 'undone'")" 0
sql "DROP TRIGGER sleeps ON trunklift.device"
run undo last --to "$to"
expect_exit 0

# --- A server that falls silent, which does not take the cancelling either.
new_database falls
start_silent --server "$PGHOST/.s.PGSQL.$PGPORT" --at "COPY "
start migrate dump.ndjson --to "${silent/dbname=postgres/dbname=falls}"
falls_silent() { waits Client; }
wait_until falls_silent
sleep 0.3
ends INT 130
new_database "falls later"
to_postgres dump.ndjson
start_silent --server "$PGHOST/.s.PGSQL.$PGPORT" --at "new_document"
start undo last --to "${silent/dbname=postgres/dbname=\'falls later\'}"
sleep 1
ends TERM 143

# --- The connection that holds the lock of a run: this side and the server's
# look every few seconds whether the other is still there.
new_database watched
port=$(free_port)
configure "listen_addresses=127.0.0.1" "port=$port"
configure "unix_socket_directories=$PGHOST"
PGPORT=$port
restart_cluster
to=$(uri "$PGHOST")
mkfifo pipe
start migrate pipe --to "host=127.0.0.1 port=$port user=postgres dbname=watched"
exec 9>pipe
cat dump.ndjson >&9
is_running() { [[ $(number_of run "status = 'running'" 2>&1) == 1 ]]; }
checks=$((checks + 1))
wait_until is_running || fail "the migration does not begin"
if command -v ss >/dev/null; then
  ss -tnoH "dport = :$port or sport = :$port" >connections
  checks=$((checks + 1))
  # On both sides of it; others have the client's only.
  (($(grep -c 'timer:(keepalive,[0-9.]*m\?s' connections) >= 2)) ||
    fail "$(cat connections)"
fi
exec 9>&-
wait "$process"
code=$?
expect_exit 0

finish
