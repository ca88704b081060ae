# Every kind of document arrives in PostgreSQL as it does in SQLite, however
# many threads and connections there are, and only once.
source "$(dirname "$0")/target.sh"
start_cluster

cases=$TRUNKLIFT_SOURCE/fixtures/platform
for set in crafted random wild; do
  python3 "$cases/to_dump.py" <"$cases/$set/cases.ndjson" >"$set.ndjson"
done
run generate --documents 2000 --seed 4 --flaws 20% -o generated.ndjson
expect_exit 0

# Constraints and indexes, and how they are made.
keys() {
  sql "SELECT conrelid::regclass, conname, convalidated,
      pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = '$schema'::regnamespace
    ORDER BY 1, 2"
  sql "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = '$schema'
    ORDER BY 1"
  sql "SELECT 'invalid', indexrelid::regclass FROM pg_index
    WHERE NOT indisvalid"
}
new_database prepared
run target init --to "$to"
expect_exit 0
keys >prepared.keys
checks=$((checks + 1))
(($(wc -l <prepared.keys) > 30)) || fail "expected more keys"

expect_complete() {
  keys >now.keys
  expect_same_text now.keys prepared.keys
  expect_equal "$(sql "SELECT count(*) FROM trunklift.dropped_key")" 0
}

loads() {  # name input...
  local name=$1 jobs connections
  shift
  to_sqlite "$name" "$@"
  for row in 1:1 1:4 2:1 2:4; do
    jobs=${row%:*} connections=${row#*:}
    new_database "$name $row"
    options=("-j$jobs" --connections "$connections")
    to_postgres "$@"
    expect_as_sqlite "$name"
    expect_complete
    expect_equal "$(sql "SELECT status FROM trunklift.run")" complete
  done

  # --- Again: all is unchanged, and no row is written.
  local again
  again=$(balance |
    sed -E 's/loaded ([0-9,]+) \+ unchanged 0 /loaded 0 + unchanged \1 /')
  row_versions >"$name.before"
  to_postgres "$@"
  expect_balance "$again"
  same_tables "$name.db" trunklift
  row_versions >"$name.after"
  expect_same_text "$name.before" "$name.after"
  expect_complete
  expect_equal "$(sql "SELECT string_agg(status, ' ') FROM trunklift.run")" \
    "complete complete"

  # A target that was prepared, but is empty.
  options=()
  new_database "$name prepared"
  run target init --to "$to"
  to_postgres "$@"
  expect_as_sqlite "$name"
  expect_complete
}

loads demo "$TRUNKLIFT_SOURCE"/fixtures/demo/*
loads generated generated.ndjson
for set in crafted random wild; do loads "$set" "$set.ndjson"; done

# --- Both halves of a dump, one after the other: the second one is merged with
# rows that are there.
options=()
split -n l/2 --additional-suffix=.ndjson generated.ndjson half-
to_sqlite halves half-aa.ndjson
to_sqlite halves half-ab.ndjson
new_database halves
to_postgres half-aa.ndjson
to_postgres half-ab.ndjson
expect_as_sqlite halves
expect_complete

# --- Keys that the user's own tables and views are built on stay in a first
# load, too.
new_database "built upon"
run target init --to "$to"
sql "CREATE TABLE note (account_id text, trunk_id uuid, FOREIGN KEY (account_id,
    trunk_id) REFERENCES trunklift.trunk)
  ; CREATE VIEW trunk_of_account AS SELECT t.name, count(*)
  FROM trunklift.trunk t GROUP BY t.account_id, t.id"
to_sqlite upon generated.ndjson
to_postgres generated.ndjson
expect_as_sqlite upon
expect_complete
expect_equal "$(sql "SELECT count(*) FROM trunk_of_account")" \
  "$(query upon.db "SELECT count(*) FROM trunk")"

finish
