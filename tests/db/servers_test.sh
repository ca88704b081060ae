# What tests with a database stand on: servers, and what breaks them.
source "$(dirname "$0")/lib.sh"

run_psql() {  # uri argument...: errors come with their codes
  run_program psql -XAtq -v ON_ERROR_STOP=1 -v VERBOSITY=verbose "$@"
}

expect_true() {  # what command...
  checks=$((checks + 1))
  "${@:2}" || fail "expected: $1"
}

expect_lost() {  # the connection, as psql sees it
  expect_exit 2
  expect_stderr_contains "server closed the connection unexpectedly"
}

# --- A cluster: empty, private, gone and back.
start_cluster work_mem=5MB
expect_equal "$(sql "SHOW fsync; SHOW work_mem; SHOW server_encoding")" "off
5MB
UTF8"
new_database target
run_psql "$to" -c "CREATE TABLE t(i int)" -c "INSERT INTO t VALUES (1)" \
  -c "SELECT current_database(), inet_client_addr() IS NULL, i FROM t"
expect_exit 0
expect_equal "$(cat "$out")" "target|t|1"
stop_cluster immediate
run_psql "$to" -c "SELECT"
expect_exit 2
restart_cluster
restart_cluster smart
expect_equal "$(sql "SELECT i FROM t")" 1

# --- Sessions that are ended.
run_psql "$to" -c "SELECT pg_sleep(60)" &
sleeper=$!
sleeps() {
  [[ $(sql "SELECT count(*) FROM pg_stat_activity
    WHERE query LIKE 'SELECT pg_sleep%'") == 1 ]]
}
expect_true "a session sleeps" wait_until sleeps
expect_equal "$(kill_backends)" 1
wait "$sleeper"
expect_stderr_contains 57P01
expect_equal "$(kill_backends)" 0

# --- pgbouncer: sessions take turns on a connection to the server.
start_pgbouncer
run_psql "$pooled" -c "SELECT current_database(), pg_backend_pid()"
expect_exit 0
first=$(cat "$out")
run_psql "$pooled" -c "SELECT current_database(), pg_backend_pid()"
expect_equal "$(cat "$out")" "$first"
seq 1000 >numbers
input=numbers
run_psql "$pooled" -c BEGIN \
  -c "CREATE TEMPORARY TABLE staged(i int) ON COMMIT DROP" \
  -c "COPY staged FROM STDIN" -c "INSERT INTO t SELECT i FROM staged" -c COMMIT
expect_exit 0
input=/dev/null
expect_equal "$(sql "SELECT count(*) FROM t")" 1001
sql "CREATE ROLE another LOGIN"
run_psql "${pooled/user=postgres/user=another}" -c "SELECT current_user"
expect_equal "$(cat "$out")" another

# --- The proxy loses the connection before COMMIT: nothing is there.
insert() {  # uri number: in a transaction
  run_psql "$1" -c BEGIN -c "CREATE TEMPORARY TABLE x() ON COMMIT DROP" \
    -c "INSERT INTO t VALUES ($2)" -c COMMIT
}
rows() { sql "SELECT count(*) FROM t WHERE i = $1"; }
start_proxy --before '^commit' --nth 2
insert "$proxied" -1
expect_exit 0
expect_equal "$(rows -1)" 1
insert "$proxied" -2
expect_lost
expect_equal "$(rows -2)" 0
expect_equal "$(sed 1d "$proxy_log")" "cut before #2"
insert "$proxied" -2
expect_exit 0

# --- After COMMIT: it is there, though the client does not know.
start_proxy --after '^COMMIT$'
insert "$proxied" -3
expect_lost
expect_equal "$(rows -3)" 1
expect_equal "$(sed 1d "$proxy_log")" "cut after #1"
insert "$proxied" -3
expect_exit 0

# --- Statements that were prepared, and data without an end.
start_proxy --before '^(COMMIT|CopyDone)' --nth 3 --times 2
printf '%s\n' "BEGIN;" "INSERT INTO t VALUES (-4);" "COMMIT;" >script
pgbench() {
  run_program "$binaries/pgbench" -n -M "$1" -t "$2" -f script "$proxied"
}
pgbench prepared 3
expect_exit 2
expect_equal "$(rows -4)" 2
input=numbers
run_psql "$proxied" -c "COPY t FROM STDIN"
expect_lost
input=/dev/null
expect_equal "$(rows 1000)" 1
expect_equal "$(sed 1d "$proxy_log")" "cut before #3
cut before #4"
pgbench extended 1
expect_exit 0

# --- As if the server restarted: all connections end, none can be made.
start_proxy --after '^COMMIT$' --away 1
run_psql "$proxied" -c "SELECT pg_sleep(60)" &
sleeper=$!
expect_true "a session sleeps" wait_until sleeps
# What the one in the background says goes to the same files.
out=$scratch/out2 err=$scratch/err2
insert "$proxied" -5
expect_lost
run_psql "$proxied" -c "SELECT"
expect_exit 2
expect_stderr_contains "Connection refused"
wait "$sleeper"
expect_true "the proxy is back" wait_until grep -q back "$proxy_log"
insert "$proxied" -5
expect_exit 0
expect_equal "$(rows -5)" 2
kill_backends >/dev/null

# --- The proxy on TCP, where clients ask for TLS.
python3 "$db_tests/cut_proxy.py" --listen 127.0.0.1:0 \
  --server "$PGHOST/.s.PGSQL.$PGPORT" >tcp.log 2>&1 &
at_exit "kill $!"
expect_true "it listens" wait_until grep -q ready tcp.log
port=$(sed -n 's/^ready 127.0.0.1://p' tcp.log)
run_psql "postgresql://postgres@localhost:$port/target" \
  -c "SELECT max(i) FROM t"
expect_equal "$(cat "$out")" 1000

# --- A disk that fills up, and has room again.
full_disk "$servers/small" 2m
sql "CREATE TABLESPACE small LOCATION '$servers/small'"
fill() {
  run_psql "$to" -c "INSERT INTO large
    SELECT repeat('x', 1000) FROM generate_series(1, $1)"
}
sql "CREATE TABLE large(text text) TABLESPACE small"
fill 5000
expect_exit 1
expect_stderr_contains "53100"
expect_equal "$(sql "SELECT count(*) FROM large")" 0
sql "DROP TABLE large"
sql "CREATE TABLE large(text text) TABLESPACE small"
fill 500
expect_exit 0

# --- The same rows in SQLite and in PostgreSQL.
run_program python3 "$db_tests/compare.py" --self-test
expect_exit 0
expect_empty "$out"
(same_tables none.db public) >same_tables.log
expect_contains same_tables.log "FAILED"
expect_contains same_tables.log "unable to open database file"

# --- TLS, and nothing but TLS.
start_tls_cluster
new_database target
run_psql "$to" -c "SELECT version, current_database() FROM pg_stat_ssl
  WHERE pid = pg_backend_pid()"
expect_exit 0
expect_equal "$(cat "$out")" "TLSv1.3|target"
run_psql "$to&host=127.0.0.1" -c "SELECT"
expect_exit 0
run_psql "$to&sslmode=disable" -c "SELECT"
expect_exit 2
expect_stderr_contains "no encryption"
run_psql "$to&password=wrong" -c "SELECT"
expect_exit 2
expect_stderr_contains "password authentication failed"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
  -subj /CN=localhost -keyout other.key -out other.crt 2>openssl.log
run_psql "$to&sslrootcert=other.crt" -c "SELECT"
expect_exit 2
expect_stderr_contains "certificate verify failed"
run_psql "$to&host=elsewhere.example&hostaddr=127.0.0.1" -c "SELECT"
expect_exit 2
expect_stderr_contains 'does not match host name "elsewhere.example"'
restart_cluster
expect_equal "$(sql "SELECT 1")" 1

# --- However a test ends, no server stays.
cat >inner.sh <<SH2
source "$db_tests/lib.sh"
start_cluster
start_pgbouncer
start_proxy
sql 'SELECT' || exit 9
eval "\$1"
SH2
nothing_runs() { ! grep -qsa "$servers/[i]nner/" /proc/[0-9]*/cmdline; }
ends_with() {  # exit-code how
  mkdir -m 711 "$servers/inner"
  run_program env TMPDIR="$servers/inner" bash inner.sh "$2"
  expect_exit "$1"
  expect_true "no server is left" wait_until nothing_runs
}
ends_with 1 "die sorry"
expect_true "no file is left" rmdir "$servers/inner"
ends_with 143 "kill -TERM \$\$"
expect_true "no file is left" rmdir "$servers/inner"
ends_with 137 "kill -KILL \$\$"

finish
