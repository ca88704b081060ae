# The tables of a target: how they are made, printed, upgraded and refused.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 40 --seed 4 --flaws 10% -o dump.ndjson
expect_exit 0
to_sqlite dump dump.ndjson
target() { run target "$@" --to "$to" --target-schema "$schema"; }
dump_schema() {
  pg_dump --schema-only --no-owner | grep -v '^--\|^$\|^\\\(un\)\?restrict'
}
quoted_schema() { echo "\"${schema//\"/\"\"}\""; }

# --- Made in one way or the other, in a schema of any name.
number=0
for schema in trunklift 'a"b;-- Größe'; do
  number=$((number + 1))
  new_database "init $number"
  target status
  expect_exit 1
  expect_stdout_contains "schema $schema: no tables of trunklift"
  target upgrade
  expect_exit 4
  expect_stderr_contains "there are no tables of trunklift in it"
  expect_stderr_contains "target init"
  target init
  expect_exit 0
  expect_empty "$err"
  expect_stdout_contains "applied 0001_tables"
  target status
  expect_exit 0
  latest=$(sed 's/.* of //' "$out")
  expect_stdout_contains "schema $schema: version $latest of $latest"
  dump_schema >init.sql
  expect_contains init.sql "COMMENT ON COLUMN"
  for action in init upgrade; do
    target "$action"
    expect_exit 0
    expect_lacks "$out" applied
  done
  dump_schema >again.sql
  expect_same_text again.sql init.sql

  run target init --print --target-schema "$schema"
  expect_exit 0
  cp "$out" printed.sql
  new_database "print $number"
  run_program psql -XAtq -v ON_ERROR_STOP=1 -f printed.sql
  expect_exit 0
  dump_schema >printed-to.sql
  expect_same_text printed-to.sql init.sql
  target status
  expect_exit 0

  # A migration makes what is missing, too; and everything works there.
  new_database "migrate $number"
  to_postgres dump.ndjson
  expect_exit 1
  dump_schema >migrated.sql
  expect_same_text migrated.sql init.sql
  # compare.py has no quotes in mind.
  [[ $schema == *\"* ]] || expect_as_sqlite dump
  run undo --to "$to" --target-schema "$schema" last
  expect_exit 0
  expect_equal "$(sql "SELECT count(*) FROM $(quoted_schema).trunk")" 0
  run runs --to "$to" --target-schema "$schema"
  expect_exit 0
  expect_stdout_contains undone
done

# --- Neither is touched by the other, nor by what else is in the database.
new_database two
sql "CREATE TABLE public.trunk(i int); INSERT INTO public.trunk VALUES (1);
  CREATE SCHEMA other; CREATE TABLE other.run(i int)"
for schema in one two; do
  to_postgres dump.ndjson
  expect_as_sqlite dump
done
run undo --to "$to" --target-schema two last
schema=one
same_tables dump.db one
expect_equal "$(sql "SELECT i FROM public.trunk")" 1
schema=trunklift

# --- A target of a later version, or of an earlier one.
new_database versions
target init
sql "INSERT INTO trunklift.schema_migration VALUES (9999, '9999_later')"
for arguments in "target init" "target upgrade" "migrate dump.ndjson"; do
  # shellcheck disable=SC2086 # words
  run $arguments --to "$to"
  expect_exit 4
  expect_empty "$out"
  expect_stderr_contains "its schema has version 9999, this program knows "
  expect_stderr_contains "use a later trunklift"
done
target status
expect_exit 1
expect_stdout_contains "use a later trunklift"
expect_equal "$(number_of run)" 0
sql "DELETE FROM trunklift.schema_migration WHERE number > 1"
run migrate --to "$to" dump.ndjson
expect_exit 4
expect_stderr_contains "run trunklift target upgrade"
new_database none
for arguments in runs "undo last"; do
  # shellcheck disable=SC2086 # words
  run $arguments --to "$to"
  expect_exit 4
  expect_stderr_contains "trunklift target init"
done

# --- Several begin at once: one makes the tables, the others find them.
new_database race
for i in 1 2 3 4; do
  "$TRUNKLIFT" target init --to "$to" >"race.$i" 2>&1 &
done
wait
target status
expect_exit 0
last="target init, four at a time"
expect_equal "$(cat race.? | grep -c '^applied 0001')" 1
expect_equal "$(cat race.? | grep -c "version $latest of $latest")" 4

# --- A role that may not do what is needed says what it lacks; one that has
# been given a prepared target needs no more than that.
new_database roles
sql "CREATE ROLE pruned LOGIN; REVOKE CREATE ON DATABASE roles FROM public"
pruned=${to/user=postgres/user=pruned}
for arguments in "target init" "migrate dump.ndjson"; do
  # shellcheck disable=SC2086 # words
  run $arguments --to "$pruned"
  expect_exit 4
  expect_stderr_contains "permission denied for database roles"
  expect_stderr_contains "the role lacks a privilege"
done
expect_equal "$(sql "SELECT to_regnamespace('trunklift') IS NULL")" t
target init
for arguments in "migrate dump.ndjson" runs "undo last"; do
  # shellcheck disable=SC2086 # words
  run $arguments --to "$pruned"
  expect_exit 4
  expect_stderr_contains "permission denied for schema trunklift"
  expect_stderr_contains "grant this role USAGE on the schema"
done
sql "GRANT USAGE ON SCHEMA trunklift TO pruned;
  GRANT SELECT ON ALL TABLES IN SCHEMA trunklift TO pruned"
run runs --to "$pruned"
expect_exit 0
run migrate --to "$pruned" dump.ndjson
expect_exit 4
expect_stderr_contains "permission denied for table run"
expect_equal "$(number_of run)" 0
sql "GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA trunklift TO pruned"
run migrate --to "$pruned" dump.ndjson
expect_exit 1
same_tables dump.db trunklift
run undo --to "$pruned" last
expect_exit 0
expect_equal "$(number_of trunk)" 0

finish
