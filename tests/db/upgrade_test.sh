# A target of an earlier version is refused, upgraded with all that is in it,
# and then as good as a new one.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 200 --seed 6 --flaws 5% -o first.ndjson
expect_exit 0
# Without what nobody can read: then nobody could tell what vanished.
python3 -c '
import json, sys
for line in sys.stdin:
    try:
        document = json.loads(line)
    except ValueError:
        continue
    if document.get("pvt_account_id") or document.get("pvt_type") == "number":
        print(line, end="")' <first.ndjson >dump.ndjson
run_program python3 "$db_tests/next_dump.py" dump.ndjson
expect_exit 0
cp "$out" later.ndjson
versions=(0001_tables 0002_keys 0003_vanished 0004_run_order)
latest=${#versions[@]}

as_new() {
  # Comments, too: the order of columns is the same, whatever the version.
  pg_dump --schema-only --no-owner -n trunklift |
    grep -v '^--\|^SET\|^SELECT\|^\\\|^$'
}
new_database new
run target init --to "$to"
expect_stdout_contains "schema trunklift: version $latest of $latest"
as_new >new.schema
run target init --to "$to" --print
cp "$out" new.sql

# What the first so many migrations make, with the contents of a target.
older() {  # version
  awk -v last="'${versions[$1 - 1]}'" '{ print }
    index($0, last) { exit }' new.sql >older.sql
  echo "COMMIT;" >>older.sql
  local table
  to_postgres dump.ndjson
  target_contents >loaded
  sql "ALTER SCHEMA trunklift RENAME TO copied"
  run_program psql -XAtq -v ON_ERROR_STOP=1 -f older.sql
  expect_exit 0
  {
    echo "BEGIN;"
    for table in "${document_tables[@]}" run run_part before_image; do
      sql "SELECT format('INSERT INTO trunklift.%1\$I (%2\$s) SELECT %2\$s
          FROM copied.%1\$I;', '$table',
          string_agg(quote_ident(column_name), ', '))
        FROM information_schema.columns
        WHERE table_schema = 'trunklift' AND table_name = '$table'
        HAVING count(*) > 0"
    done
    # That is one transaction, which is as good as the run's own.
    echo "UPDATE trunklift.run_part SET xid = pg_current_xact_id(); COMMIT;"
  } >copy.sql
  run_program psql -XAtq -v ON_ERROR_STOP=1 -f copy.sql
  expect_exit 0
  sql "DROP SCHEMA copied CASCADE"
}

for version in 1 2 3; do
  last="upgrade from version $version"
  new_database "from$version"
  rm -f both.db
  to_sqlite both dump.ndjson
  older "$version"
  expect_equal "$(sql "SELECT max(number) FROM trunklift.schema_migration")" \
    "$version"
  sql "COPY trunklift.trunk TO STDOUT" >before
  # Nothing but target knows what to do with it.
  for command in "migrate dump.ndjson" runs "undo last"; do
    # shellcheck disable=SC2086 # words
    run $command --to "$to"
    expect_exit 4
    expect_stderr_contains \
      "its schema has version $version, this program knows $latest"
    expect_stderr_contains "run trunklift target upgrade"
  done
  run target status --to "$to"
  expect_exit 1
  expect_stdout_contains "version $version of $latest"
  expect_same_text <(sql "COPY trunklift.trunk TO STDOUT") before

  run target upgrade --to "$to"
  expect_exit 0
  expect_equal "$(cat "$out")" "$(printf 'applied %s\n' \
    "${versions[@]:$version}")
schema trunklift: version $latest of $latest"
  run target status --to "$to"
  expect_exit 0
  as_new >upgraded.schema
  expect_same_text upgraded.schema new.schema
  target_contents >upgraded
  expect_same_text upgraded loaded
  run target upgrade --to "$to"
  expect_equal "$(cat "$out")" "schema trunklift: version $latest of $latest"

  # The next dump finds all as a target of its own has it,
  to_sqlite both later.ndjson
  to_postgres later.ndjson
  expect_as_sqlite both
  expect_equal "$(($(number_of vanished_document) > 0))" 1
  run runs --to "$to"
  expect_exit 0
  expect_equal "$(grep -c "^  read " "$out")" 2
  # and what was done before the upgrade can be undone.
  run undo last --to "$to"
  expect_exit 0
  target_contents >after
  expect_same_text after loaded
  run undo last --to "$to"
  expect_exit 0
  expect_equal "$(target_contents | grep -vc '^==')" 0
done

# --- One of a later version is left alone.
sql "INSERT INTO trunklift.schema_migration(number, name) VALUES (99, 'x')"
for command in "migrate dump.ndjson" "target upgrade" runs; do
  # shellcheck disable=SC2086 # words
  run $command --to "$to"
  expect_exit 4
  expect_stderr_contains "use a later trunklift"
done

# --- A SQLite target is upgraded by the next run.
rm -f both.db
to_sqlite both dump.ndjson
contents both.db >before
sqlite3 both.db "DROP TABLE vanished_document;
  ALTER TABLE run DROP COLUMN documents_vanished;
  ALTER TABLE run DROP COLUMN documents_pruned;
  PRAGMA user_version = 1"
run migrate --to sqlite:both.db dump.ndjson
expect_equal "$(balance | grep -o 'loaded [0-9,]*')" "loaded 0"
expect_same_contents both.db before
expect_equal "$(query both.db "PRAGMA user_version")" 2
expect_equal "$(query both.db "SELECT documents_vanished FROM run")" "
0"

finish
