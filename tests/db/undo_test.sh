# What a run did is taken back, and nothing else is.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 250 --seed 6 --flaws 8% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
expect_exit 0
cp "$out" second.ndjson
run generate --documents 100 --seed 8 --flaws 8% -o others.ndjson
expect_exit 0
deletions() {  # of all that is in a dump
  python3 - "$1" <<'PY'
import json, sys
for line in open(sys.argv[1], errors="surrogateescape"):
    try:
        document = json.loads(line)
    except ValueError:
        continue
    if isinstance(document, dict) and document.get("pvt_type") == "sys_info":
        print(json.dumps({key: document[key] for key in
                          ("_id", "pvt_account_id", "pvt_type")
                          if key in document} |
                         {"_rev": "99-f", "_deleted": True}))
PY
}
deletions first.ndjson >deletions.ndjson

migrate_all() { for dump; do to_postgres "$dump.ndjson"; done; }
undo() { run undo --to "$to" "$@"; }
last_run() {
  sql "SELECT id FROM trunklift.run WHERE undoes IS NULL
    ORDER BY started DESC LIMIT 1"
}
image_of() { sql "SELECT count(*) FROM trunklift.before_image
  WHERE run_id = '$1'"; }

undoes() {  # name before dump...
  new_database "$1"
  run target init --to "$to"
  # shellcheck disable=SC2086 # words
  migrate_all $2
  target_contents >before
  migrate_all "${@:3}"
  checks=$((checks + 1))
  ! cmp -s before <(target_contents) || fail "$1: nothing happened"
  local i id
  for ((i = 3; i <= $#; i++)); do
    id=$(last_run)
    undo last
    expect_exit 0
    expect_empty "$err"
    id=$(sed 's/^run \([-0-9a-f]*\) is undone: .*/\1/' "$out")
    expect_equal "$(sql "SELECT status FROM trunklift.run WHERE id = '$id'")" \
      undone
    expect_equal "$(image_of "$id")" 0
  done
  last="undo, $1"
  target_contents >after
  expect_same_text after before
}
for connections in 1 4; do
  options=(--connections "$connections")
  undoes "into an empty target, $connections" "" first
  undoes "into a filled one, $connections" others first
  undoes "an update, $connections" first second
  undoes "deletions, $connections" first deletions
  undoes "deletions of what is not there, $connections" "" deletions
  undoes "what was back again, $connections" "first deletions" second
  undoes "all of them, $connections" others first second deletions
done
options=()

# --- Run again after that, all is as if it had not been undone.
new_database again
to_sqlite again first.ndjson
to_sqlite again second.ndjson
migrate_all first second
undo last
migrate_all second
same_tables again.db trunklift
undo last
undo last
expect_exit 0
expect_equal "$(target_contents | grep -vc '^==')" 0
to_postgres first.ndjson
expect_exit 1
to_postgres second.ndjson
same_tables again.db trunklift

# --- A run of which documents were refused: they had savepoints.
new_database refused
run target init --to "$to"
migrate_all others
sql "ALTER TABLE trunklift.device ADD CONSTRAINT odd
  CHECK (ascii(id::text) % 8 > 0) NOT VALID"
target_contents >before
to_postgres first.ndjson
expect_exit 1
expect_equal "$(number_of unconverted_document "stage = 'load'" |
  sed 's/[1-9][0-9]*/some/')" some
undo last
expect_exit 0
target_contents >after
expect_same_text after before

# --- Changed since by somebody else: it is listed, and nothing is undone.
new_database changed
migrate_all others first second
refuses() {  # row-of-a-list sql
  sql "$2"
  target_contents >before
  undo last
  expect_exit 1
  expect_empty "$out"
  expect_stderr_contains "nothing was undone: 1 rows were changed since run "
  expect_stderr_contains "$1"
  target_contents >after
  expect_same_text after before
  expect_equal "$(sql "SELECT status FROM trunklift.run
    ORDER BY started DESC LIMIT 1")" complete
}
row() {  # table action: a row that the last run did that to
  sql "SELECT b.account_id || ' ' || b.id FROM trunklift.before_image b
    WHERE run_id = '$(last_run)' AND action = '$2' AND table_name = '$1'
    ORDER BY 1 LIMIT 1"
}
where() { echo "account_id = '${1% *}' AND id::text = '${1#* }'"; }
changed=$(row device update)
psql -XAtqc "CREATE TABLE saved AS SELECT * FROM trunklift.device
  WHERE $(where "$changed")"
refuses "  device $changed: it was changed by somebody else" \
  "UPDATE trunklift.device SET name = 'Mine' WHERE $(where "$changed")"
# Putting the name back does not help: who knows what it was for?
refuses "  device $changed: it was changed by somebody else" \
  "UPDATE trunklift.device d SET name = s.name FROM saved s
    WHERE d.account_id = s.account_id AND d.id = s.id"

new_database deleted
migrate_all others first second
changed=$(row phone_number insert)
refuses "  phone_number $changed: somebody deleted it" \
  "DELETE FROM trunklift.phone_number WHERE $(where "$changed")"

new_database "put back"
migrate_all others first
psql -XAtqc "CREATE TABLE saved AS SELECT * FROM trunklift.phone_number"
migrate_all second
# One whose device is still there.
changed=$(sql "SELECT b.account_id || ' ' || b.id FROM trunklift.before_image b
  JOIN saved s ON s.account_id = b.account_id AND s.id::text = b.id
  WHERE run_id = '$(last_run)' AND action = 'delete'
    AND EXISTS (SELECT FROM trunklift.device d
      WHERE d.account_id = s.account_id AND d.id = s.device_id) LIMIT 1")
refuses "  phone_number $changed: somebody put it back" \
  "INSERT INTO trunklift.phone_number SELECT * FROM saved
    WHERE $(where "$changed")"

new_database "of a new document"
migrate_all first
changed=$(sql "SELECT account_id || ' ' || id FROM trunklift.trunk
  ORDER BY id LIMIT 1")
refuses "  trunk $changed: it was changed by somebody else" \
  "UPDATE trunklift.trunk SET name = 'Mine' WHERE $(where "$changed")"
# What somebody added goes with what it belongs to, or is listed.
new_database "added"
migrate_all first
refuses "phone_number " "INSERT INTO trunklift.phone_number
  SELECT (json_populate_record(p, json_build_object(
    'id', gen_random_uuid(), 'number', '+12025550177'))).*
  FROM trunklift.phone_number p ORDER BY id LIMIT 1"

# What has nothing to do with the run may change.
new_database unrelated
migrate_all others first
target_contents >before
migrate_all second
untouched=$(sql "SELECT account_id || ' ' || id FROM trunklift.device d
  WHERE NOT EXISTS (SELECT FROM trunklift.before_image b
    WHERE b.run_id = '$(last_run)' AND b.account_id = d.account_id)
  LIMIT 1")
sql "UPDATE trunklift.device SET name = 'Mine' WHERE $(where "$untouched")"
undo last
expect_exit 0
expect_equal "$(sql "SELECT name FROM trunklift.device
  WHERE $(where "$untouched")")" Mine
expect_equal "$(diff before <(target_contents) | grep -c '^>')" 1

# --- last passes over runs that changed nothing; a dry run writes nothing.
new_database "passed over"
migrate_all first
one=$(last_run)
migrate_all first first
row_versions >before
undo last --dry-run
expect_exit 0
expect_stdout_contains "run $one would be undone: "
expect_stdout_contains "dry run: nothing was written to the target"
expect_empty "$err"
row_versions >after
expect_same_text after before
expect_equal "$(number_of run "status = 'complete'")" 3
undo last --progress always
expect_exit 0
expect_stdout_contains "run $one is undone"
expect_stderr_contains " of "
expect_equal "$(target_contents | grep -vc '^==')" 0
undo last
expect_exit 2
migrate_all first
sql "UPDATE trunklift.device SET name = 'Mine' WHERE id IN (
  SELECT id FROM trunklift.device ORDER BY id LIMIT 2)"
undo last --dry-run
expect_exit 1
expect_stderr_contains "nothing would be undone: 2 rows were changed since run"

# --- Changed since by a later run: that one goes first.
new_database later
migrate_all first
one=$(last_run)
target_contents >one.contents
migrate_all second
two=$(last_run)
target_contents >two.contents
undo "$one"
expect_exit 1
expect_stderr_contains "nothing was undone"
expect_stderr_contains "legacy_document"
expect_stderr_contains "a later run changed it"
expect_lacks "$err" "somebody"
target_contents >after
expect_same_text after two.contents
undo "${two:0:13}"
expect_exit 0
expect_stdout_contains "run $two is undone"
target_contents >after
expect_same_text after one.contents
# It is on record, and so is that it was taken back.
run runs --to "$to"
expect_exit 0
expect_stdout_contains "$one"
expect_stdout_contains "  takes back $two"
expect_equal "$(grep -c "^  read " "$out")" 2
run runs --to "$to" --format json
expect_exit 0
expect_equal "$(python3 - "$out" <<'PY'
import json, sys
for run in map(json.loads, open(sys.argv[1])):
    print(run["status"], run["read"] > 0, run["client"] != "", run["undoes"])
PY
)" "complete True True None
undone True True None
complete False True $two"
# Not twice, and not what there is not.
undo "$two"
expect_usage_error "undone before"
for id in "${two:0:13}" 12345678 00000000-0000-0000-0000-000000000000 '%' "'"; do
  undo "$id"
  expect_exit 2
done
undo ''
expect_exit 2
undo last
expect_exit 0
expect_stdout_contains "run $one is undone"
undo last
expect_exit 2
expect_equal "$(target_contents | grep -vc '^==')" 0
# One document is enough, of whatever kind.
trunk() { echo "{\"_id\":\"d\",\"_rev\":\"$1\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"a\",\"name\":\"$1\",\"account\":{},\
\"servers\":[{\"auth\":{\"auth_user\":\"u\"},\"DIDs\":{\"+12025550100\":{}}}]}"; }
number() { echo "{\"_id\":\"+12025550100\",\"_rev\":\"$1\",\
\"pvt_type\":\"number\",\"pvt_assigned_to\":\"a\",\
\"failover\":{\"e164\":\"+1202555010${1%-*}\"}}"; }
account() { echo "{\"_id\":\"a\",\"_rev\":\"$1\",\"pvt_type\":\"account\",\
\"pvt_account_id\":\"a\",\"name\":\"$1\"}"; }
later_run() {  # name table, of 1.ndjson to 3.ndjson
  new_database "$1"
  migrate_all 1
  local first i
  first=$(last_run)
  for i in 2 3; do
    migrate_all "$i"
    target_contents >before
    undo "$first"
    expect_exit 1
    expect_stderr_contains "  $2 a "
    expect_stderr_contains "a later run changed it"
    target_contents >after
    expect_same_text after before
    first=$(last_run)
  done
}
for kind in trunk:legacy_document number:legacy_number account:legacy_account
do
  table=${kind#*:} kind=${kind%:*}
  if [[ $kind != trunk ]]; then trunk 1-a >1.ndjson; fi
  for i in 1 2 3; do "$kind" "$i-a" >>"$i.ndjson"; done
  later_run "$kind" "$table"
  rm ?.ndjson
done
trunk 1-a >1.ndjson
trunk 2-a | sed 's/"account":/"pvt_deleted":true,&/' >2.ndjson
trunk 3-a >3.ndjson
later_run removed legacy_document

# Nor while a run is under way.
mkfifo pipe
"$TRUNKLIFT" migrate --to "$to" pipe >migrate.out 2>&1 &
exec 9>pipe
head -n 200 first.ndjson >&9
is_running() { [[ $(number_of run "status = 'running'") == 1 ]]; }
checks=$((checks + 1))
wait_until is_running || fail "the migration does not begin"
undo last
expect_exit 4
expect_stderr_contains "is writing to it"
exec 9>&-
wait

finish
