# Helpers for tests of the PostgreSQL target: source it in place of lib.sh,
# which it builds upon.
#
#   to_sqlite NAME INPUT...      migrates to NAME.db
#   to_postgres INPUT...         migrates to $to, with the options $options
#   expect_as_sqlite NAME        the same balance and rows as to_sqlite NAME
#   target_contents              every row that documents have in the target
#   live_contents                what converted documents have
#   row_versions [TABLE]...      the transactions that wrote them
#   expect_same_text FILE FILE   and shows where they differ
#   number_of TABLE [WHERE]      of rows
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

schema=trunklift
options=()
document_tables=(account trunk device phone_number legacy_document
  unconverted_document legacy_account legacy_limits legacy_number
  vanished_document)

to_sqlite() {
  run migrate --to "sqlite:$1.db" "${@:2}"
  echo "$code $(balance)" >"$1.outcome"
}

to_postgres() {
  run migrate --to "$to" --target-schema "$schema" "${options[@]}" "$@"
}

expect_as_sqlite() {
  expect_equal "$code $(balance)" "$(cat "$1.outcome")"
  same_tables "$1.db" "$schema"
}

target_contents() {
  sorted_tables "${document_tables[@]}" dropped_key
}

sorted_tables() {  # table...: and what $more_queries ask
  local table queries=()
  for table; do
    queries+=(-c "\\echo == $table"
      -c "COPY (TABLE \"$schema\".$table) TO STDOUT")
  done
  psql -XAtq -v ON_ERROR_STOP=1 "${queries[@]}" "${more_queries[@]}" |
    awk '/^== / { if (sort) close(sort); print; fflush()
        sort = "LC_ALL=C sort"; next }
      { print | sort }'
}
more_queries=()

# What a load of this dump alone would have: not where it was read, and not what
# is kept of earlier versions.
live_contents() {
  local more_queries=(-c "\\echo == legacy_document"
    -c "COPY (SELECT account_id, document_id, revision, content_hash,
        record_hash, outcome, changes
      FROM \"$schema\".legacy_document WHERE outcome = 'loaded') TO STDOUT")
  sorted_tables account trunk device phone_number legacy_account legacy_limits \
    legacy_number
}

row_versions() {
  local table
  (($#)) || set -- "${document_tables[@]}"
  for table; do
    echo "== $table"
    sql "SELECT xmin, ctid, md5(t::text) FROM \"$schema\".$table t ORDER BY ctid"
  done
}

expect_same_text() {
  checks=$((checks + 1))
  cmp -s "$1" "$2" && return
  fail "$1 and $2 differ"
  diff "$1" "$2" | cut -c1-300 | head -n 10
}

number_of() {
  sql "SELECT count(*) FROM \"$schema\".$1 WHERE ${2:-true}"
}

# --- Runs that are disturbed, and one that was not.
#
#   to_whole INPUT...        the undisturbed one: notes what comes of it
#   expect_whole             the same contents, and a balance of as many
#   expect_whole_after FILE  expect_whole, and the same rejects in FILE
#   full_or FEW MANY         MANY if TRUNKLIFT_FULL is set, for a long test

# Every row but for which run wrote it; keys and indexes.
rows_of_any_run() {
  local table queries=()
  for table in "${document_tables[@]}"; do
    queries+=(-c "SELECT '== $table'" -c "SELECT regexp_replace(
        row_to_json(t)::text, '\"run_id\":\"[-0-9a-f]{36}\"', '') COLLATE \"C\"
      FROM \"$schema\".$table t ORDER BY 1")
  done
  psql -XAtq -v ON_ERROR_STOP=1 "${queries[@]}" -c "SELECT '== keys'" \
    -c "SELECT conrelid::regclass, conname, convalidated,
        pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = '$schema'::regnamespace
      ORDER BY 1, 2" \
    -c "SELECT indexname, indexdef FROM pg_indexes
      WHERE schemaname = '$schema' ORDER BY 1" \
    -c "SELECT * FROM \"$schema\".dropped_key"
}

# What is loaded or is there already, what is rejected, and all other buckets.
outcome() {
  balance | tr -d , | awk '{ print "read", $2, "there", $5 + $8,
    "superseded", $11, "rejected", $14, "skipped", $17 }'
}

to_whole() {
  to_postgres --rejects whole.rejects "$@"
  expect_exit 1
  rows_of_any_run >whole.rows
  outcome >whole.outcome
}

expect_whole() {
  expect_exit 1
  expect_equal "$(outcome)" "$(cat whole.outcome)"
  rows_of_any_run >now.rows
  expect_same_text now.rows whole.rows
  expect_equal "$(sql "SELECT status FROM \"$schema\".run
    ORDER BY started DESC LIMIT 1")" complete
}

expect_whole_after() {  # rejects file
  expect_whole
  expect_same_text "$1" whole.rejects
}

full_or() {
  if [[ ${TRUNKLIFT_FULL-} ]]; then echo "$2"; else echo "$1"; fi
}
