# A run that rejects too much stops, and is undone or kept as asked.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 300 --seed 6 --flaws 0 -o others.ndjson
expect_exit 0
run generate --documents 2000 --seed 7 --flaws 0 -o good.ndjson
expect_exit 0
bad() {  # number: with a timeout that is no number
  for ((i = 0; i < $1; i++)); do
    echo "{\"_id\":\"bad$i\",\"_rev\":\"1-a\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"a\",\"account\":{},\"servers\":[{\"auth\":[1]}]}"
  done
}
# What is rejected is behind the first batch, and far before the last one.
{ head -n 3000 good.ndjson && bad 11 && tail -n +3001 good.ndjson; } \
  >dump.ndjson
trunks=$(grep -c sys_info dump.ndjson)
limited() {  # name input option...
  to_sqlite "$1" "${@:2}"
  cp "$err" sqlite.err
  to_postgres "${@:2}"
  expect_equal "$code $(balance)" "$(cat "$1.outcome")"
  expect_same_text <(grep rejected "$err") <(grep rejected sqlite.err)
}
statuses() {
  sql "SELECT status, undoes IS NOT NULL, documents_rejected
    FROM trunklift.run ORDER BY started"
}

# --- Undone: the contents are those before, of an empty target, ...
for limit in 10 0.4%; do
  new_database "empty${limit%\%}"
  run target init --to "$to"
  target_contents >before
  limited "none$limit" dump.ndjson --max-rejects "$limit"
  expect_exit 1
  expect_stderr_contains "11 documents were rejected, more than --max-rejects \
allows: what the run wrote was undone"
  expect_lacks "$err" interrupted
  target_contents >after
  expect_same_text after before
  expect_equal "$(statuses)" "undone|f|11
complete|t|0"
  expect_equal "$(query "none$limit.db" "SELECT status, documents_rejected,
    (SELECT count(*) FROM trunk) + (SELECT count(*) FROM legacy_document) +
    (SELECT count(*) FROM unconverted_document) FROM run")" "undone|11|0"
  read=$(balance | sed 's/^read \([0-9,]*\) .*/\1/;s/,//')
  checks=$((checks + 1))
  if [[ $limit == *% ]]; then
    [[ $read == $(wc -l <dump.ndjson) ]] || fail "not all was read: $read"
  else
    # Not of the rest of the dump, nor does it depend on the threads.
    ((read < $(wc -l <dump.ndjson))) || fail "all was read"
    expected=$(balance)
    to_postgres dump.ndjson --max-rejects "$limit" -j4
    expect_equal "$(balance)" "$expected"
  fi
  # All is as if there had been no run.
  limited "none$limit" others.ndjson --max-rejects 0
  expect_exit 0
  same_tables "none$limit.db" trunklift
done

# ... and of one that an update changes, with whatever is pruned.
run_program python3 "$db_tests/next_dump.py" others.ndjson
expect_exit 0
{ cat "$out" && bad 3; } >later.ndjson
new_database update
to_sqlite update others.ndjson
to_postgres others.ndjson
target_contents >before
contents update.db >before.db
for limit in 2 1%; do
  limited update later.ndjson --max-rejects "$limit" --prune --complete all
  expect_exit 1
  expect_stderr_contains "3 documents were rejected"
  expect_lacks "$err" "not read"
  target_contents >after
  expect_same_text after before
  expect_same_contents update.db before.db
done
# At the limit, or below it, nothing of the kind happens.
cp update.db once.db
for limit in 3 2%; do
  cp once.db update.db
  limited update later.ndjson --max-rejects "$limit" --fail-on never
  expect_exit 0
  same_tables update.db trunklift
  expect_lacks "$err" max-rejects
  run undo last --to "$to"
  expect_exit 0
done

# --- Kept: what was committed until then stays, and the next run goes on.
new_database kept
limited kept dump.ndjson --max-rejects 10 --on-max-rejects keep \
  --fail-on never --rejects rejects.ndjson
expect_exit 1
expect_stderr_contains "what was written until then stays"
same_tables kept.db trunklift
expect_equal "$(grep -c '"_id":"bad' rejects.ndjson)" 11
expect_equal "$(statuses)" "interrupted|f|11"
loaded=$(number_of trunk)
checks=$((checks + 1))
((loaded > 0 && loaded < trunks - 11)) || fail "$loaded are loaded"
limited kept dump.ndjson --max-rejects 11
expect_equal "$(number_of trunk)" "$(sql "SELECT documents_loaded + $loaded
  FROM trunklift.run ORDER BY started DESC LIMIT 1")"
same_tables kept.db trunklift

# --- What the server refuses counts, too.
new_database refused
run target init --to "$to"
sql "ALTER TABLE trunklift.trunk ADD CONSTRAINT odd
  CHECK (ascii(id::text) % 8 > 0) NOT VALID"
target_contents >before
to_postgres others.ndjson --max-rejects 1%
expect_exit 1
expect_stderr_contains "what the run wrote was undone"
target_contents >after
expect_same_text after before

# --- Rows that somebody changed meanwhile are not put back.
new_database changed
to_postgres others.ndjson
mkfifo pipe
"$TRUNKLIFT" migrate --to "$to" --max-rejects 0 --complete none pipe \
  >/dev/null 2>changed.err &
process=$!
exec 9>pipe
sed 's/"_rev": *"[0-9]*-/"_rev":"99-/;s/"account": *{/&"note":1,/' \
  others.ndjson | grep sys_info >newer.ndjson
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do cat newer.ndjson; done >&9
was_updated() { [[ $(number_of trunk "legacy_revision ~ '^99-'") != 0 ]]; }
if wait_until was_updated; then
  sql "UPDATE trunklift.trunk SET name = 'Mine'
    WHERE legacy_revision ~ '^99-'"
  changed=1
fi
bad 1 >&9
exec 9>&-
wait $process
code=$?
if [[ ${changed-} ]]; then
  expect_exit 4
  expect_contains changed.err "of its rows were changed by somebody else"
fi

# --- Files of other targets are as they were.
run migrate others.ndjson --to jsonl:records
cat records/* >before
run migrate later.ndjson --to jsonl:records --max-rejects 2
expect_exit 1
expect_same_text <(cat records/*) before

# --- A dry run says what would happen.
run migrate later.ndjson --to "$to" --dry-run --max-rejects 2 --fail-on never
expect_exit 1
expect_stderr_contains "more than --max-rejects allows: the run would be stopped"
expect_stdout_contains "reject 3"

for limit in x 101% % 5%% 1.5; do
  run migrate later.ndjson --to "$to" --max-rejects "$limit"
  expect_usage_error "expected a whole number, or a percentage such as 0.5%"
done

finish
