# By way of pgbouncer in transaction pooling, which hands its connections from
# one client to the other: loading, loading again, updating, undoing.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 200 --seed 4 --flaws 10% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
expect_exit 0
cp "$out" second.ndjson
start_pgbouncer default_pool_size=6 max_client_conn=100
pool_process=$!
another_pool() {  # setting...
  kill "$pool_process"
  pool_ended() { [[ ! -e $pool/.s.PGSQL.$PGPORT ]]; }
  wait_until pool_ended
  start_pgbouncer "$@"
  pool_process=$!
}
direct=
via_pool() { direct=$to to=$pooled; }
not_via_pool() { to=$direct; }

for connections in 1 4; do
  options=(--connections "$connections" --retry-for 5s)
  new_database "pooled $connections"
  cp first.ndjson dump.ndjson
  to_sqlite "$connections" dump.ndjson
  via_pool
  to_postgres dump.ndjson
  expect_as_sqlite "$connections"
  expect_lacks "$err" "trying again"
  target_contents >first.contents
  row_versions >before
  to_postgres dump.ndjson
  expect_stderr_contains "loaded 0 "
  row_versions >after
  expect_same_text after before
  cp second.ndjson dump.ndjson
  to_sqlite "$connections" dump.ndjson
  to_postgres dump.ndjson
  expect_as_sqlite "$connections"
  expect_lacks "$err" "trying again"
  run runs --to "$to"
  expect_exit 0
  run undo last --to "$to"
  expect_exit 0
  target_contents >after
  expect_same_text after first.contents
  not_via_pool
done

# Nothing of a run is left in the connections that it used: no lock, no table,
# no path where names are looked up.
last="what is left"
run_program psql -XAtq "$pooled" -c "SHOW search_path" \
  -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'" \
  -c "SELECT count(*) FROM pg_class WHERE relpersistence = 't'"
expect_equal "$(cat "$out")" '"$user", public
0
0'

# --- One run has the lock, others wait in line for a connection: fewer of them
# than there are lanes are enough, one alone is not, and that is said.
another_pool default_pool_size=2 query_wait_timeout=3
new_database narrow
options=(--connections 4)
via_pool
cp first.ndjson dump.ndjson
to_sqlite narrow dump.ndjson
to_postgres dump.ndjson
expect_as_sqlite narrow
not_via_pool
another_pool default_pool_size=1 query_wait_timeout=1
new_database alone
via_pool
options=(--connections 1 --retry-for 1s)
to_postgres dump.ndjson
not_via_pool
expect_exit 4
expect_stderr_contains "query_wait_timeout"
expect_stderr_contains "run again"

finish
