# Documents that a later dump lacks are marked or pruned; others never are.
source "$(dirname "$0")/target.sh"
start_cluster

trunk() {  # account document number [revision]
  echo "{\"_id\":\"$2\",\"_rev\":\"${4:-1-a}\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"$1\",\"account\":{\"trunks\":${4:+1}2},\
\"servers\":[{\"auth\":{\"auth_user\":\"$2\"},\"DIDs\":{\"+1202555$3\":{}}}]}"
}
broken_trunk() {  # account document: with a password in its place
  echo "{\"_id\":\"$2\",\"_rev\":\"9-a\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"$1\",\"account\":{},\"servers\":[{\"auth\":[1]}]}"
}
deleted_trunk() {
  echo "{\"_id\":\"$2\",\"_rev\":\"9-b\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"$1\",\"pvt_deleted\":true}"
}
context() {  # type account [document]
  echo "{\"_id\":\"${3:-$2}\",\"_rev\":\"1-a\",\"pvt_type\":\"$1\",\
\"pvt_account_id\":\"$2\",\"name\":\"N\",\"twoway_trunks\":3}"
}
number() {
  echo "{\"_id\":\"+1202555$2\",\"_rev\":\"1-a\",\"pvt_type\":\"number\",\
\"pvt_assigned_to\":\"$1\",\"failover\":{\"e164\":\"+12025559999\"}}"
}
# Two accounts with two documents each. Those of a claim the same number.
all_of_a() { trunk a a1 0100 && trunk a a2 0100; }
all_of_b() { trunk b b1 0200 && trunk b b2 0201; }
{ all_of_a && all_of_b && context account a && context account b; } >all.ndjson

marked() {
  sql "SELECT string_agg(document_id, ' ' ORDER BY document_id)
    FROM trunklift.vanished_document"
}
not_read() { sed -n 's/^not read  *//p' "$err"; }
# Both targets, which must agree in all.
load() {  # input option...
  to_sqlite both "$@"
  not_read >sqlite.missing
  to_postgres "$@"
  expect_as_sqlite both
  expect_equal "$(not_read)" "$(cat sqlite.missing)"
}
expect_missing() {  # marked-now summary
  expect_equal "$(marked)" "$1"
  expect_equal "$(not_read)" "$2"
}
# Loads what stands on standard input.
load_text() {
  cat >text.ndjson
  load text.ndjson "$@"
}
fresh() {
  new_database "$1"
  rm -f both.db
  load all.ndjson
  expect_missing "" ""
}

# --- What vanished is of accounts that the dump speaks of. Nothing else changes.
fresh accounts
row_versions trunk device phone_number legacy_document account >before
{ trunk a a1 0100 && context account b && number b 0200 &&
  context device b d; } >later.ndjson
load later.ndjson
expect_exit 0
expect_missing "a2" "vanished 1, pruned 0, elsewhere 2"
expect_equal "$(balance)" \
  "read 4 = loaded 0 + unchanged 1 + superseded 0 + rejected 0 + skipped 3"
expect_equal "$(sql "SELECT documents_vanished, documents_pruned,
  v.run_id = r.id FROM trunklift.run r, trunklift.vanished_document v
  ORDER BY started DESC LIMIT 1")" "1|0|t"
row_versions trunk device legacy_document >after
expect_same_text after <(sed '/^== phone/,/^== legacy/{/^== legacy/!d}
  /^== account/,$d' before)
run runs --to "$to"
expect_stdout_contains "  not read: vanished 1, pruned 0"
run runs --to "$to" --format json
expect_stdout_contains ',"vanished":1,"pruned":0}'
# The next run finds it marked.
load later.ndjson
expect_missing "a2" "vanished 0, pruned 0, elsewhere 2"
trunk b b2 0201 | load_text
expect_missing "a2 b1" "vanished 1, pruned 0, elsewhere 2"
# An account's limits are kept where its documents are.
context limits b limits | load_text
expect_missing "a2 b1 b2" "vanished 1, pruned 0, elsewhere 2"

# --- What comes back is not marked any more: as it was, ...
trunk a a2 0100 >a2.ndjson
load a2.ndjson --complete none
expect_missing "b1 b2" ""
# ... with or without a revision, ...
{ trunk b b1 0200 0-a && trunk b b2 0201 2-a; } >b.ndjson
load b.ndjson
expect_missing "" "vanished 0, pruned 0, elsewhere 2"
# ... rejected, ...
load all.ndjson
trunk a a1 0100 | load_text
expect_missing "a2" "vanished 1, pruned 0, elsewhere 2"
{ trunk a a1 0100 && broken_trunk a a2; } >rejected.ndjson
load rejected.ndjson
expect_exit 1
expect_missing "" "vanished 0, pruned 0, elsewhere 2"
expect_equal "$(number_of trunk "legacy_document_id = 'a2'")" 1
load rejected.ndjson --prune
expect_equal "$(number_of trunk "legacy_document_id = 'a2'")" 1
# ... or deleted.
trunk a a1 0100 | load_text
{ trunk a a1 0100 && deleted_trunk a a2; } >deleted.ndjson
load deleted.ndjson
expect_missing "" "vanished 0, pruned 0, elsewhere 2"
trunk a a1 0100 | load_text
expect_missing "" "vanished 0, pruned 0, elsewhere 2"

# --- Nothing is marked or pruned by what is not all of an account: ...
fresh partial
tables=(account trunk device phone_number legacy_document)
row_versions "${tables[@]}" >before
expect_nothing() {  # message input...
  to_sqlite both "${@:2}" --prune --complete all
  to_postgres "${@:2}" --prune --complete all
  expect_missing "" ""
  expect_stderr_contains "$1"
  expect_equal "$(query both.db "SELECT count(*) FROM trunk")" 4
  row_versions "${tables[@]}" >after
  expect_same_text after before
}
unknown="what vanished is not known, and was not marked"
trunk a a1 0100 >one.ndjson
# ... documents that may be any,
{ cat one.ndjson && echo '{"_id":"a2'; } >broken.ndjson
expect_nothing "$unknown" broken.ndjson
expect_exit 1
{ cat one.ndjson && trunk a a2 0100 | sed 's/"pvt_account_id":"a",//'; } \
  >whose.ndjson
expect_nothing "$unknown" whose.ndjson
{ cat one.ndjson && trunk a a2 0100; } >large.ndjson
expect_nothing "$unknown" large.ndjson --max-document 100
{ echo '{"total_rows":2,"offset":0,"rows":[' &&
  echo '{"id":"a1","key":"a1","value":{},"doc":'"$(cat one.ndjson)}," &&
  echo '{"key":"a2","value":{}}]}'; } >rows.json
expect_nothing "$unknown" rows.json
# ... inputs that cannot be read,
expect_nothing "$unknown" one.ndjson missing.ndjson
expect_exit 3
head -c 80 rows.json >cut.json
expect_nothing "$unknown" one.ndjson cut.json
gzip -c all.ndjson | head -c 100 >cut.gz
expect_nothing "$unknown" one.ndjson cut.gz
# ... or are not there,
expect_nothing "$unknown" one.ndjson 'none*.ndjson'
expect_exit 0
# ... or said to be a part.
load one.ndjson --complete none
expect_missing "" ""
# What was rejected before, found by a query, or has changed is a part.
run check one.ndjson --schema trunkstore --rejects rejects.ndjson
echo "{\"docs\":[$(cat one.ndjson)],\"bookmark\":\"nil\"}" >found.json
echo "{\"results\":[{\"seq\":1,\"id\":\"a1\",\"changes\":[],\"doc\":$(
  cat one.ndjson)}],\"last_seq\":1}" >changes.json
for dump in rejects.ndjson found.json changes.json; do
  to_postgres "$dump" --prune
  expect_stderr_contains "read 1 = loaded 0 + unchanged 1"
  expect_missing "" "vanished 0, pruned 0, elsewhere 3"
done

# --- An interrupted run knows nothing.
mkfifo pipe
"$TRUNKLIFT" migrate --to "$to" --prune pipe >/dev/null 2>interrupted &
process=$!
exec 9>pipe
cat one.ndjson >&9
is_running() { [[ $(number_of run "status = 'running'") == 1 ]]; }
checks=$((checks + 1))
wait_until is_running || fail "the migration does not begin"
kill -TERM $process
exec 9>&-
wait $process
expect_equal $? 143
expect_equal "$(marked)" ""
expect_equal "$(number_of trunk)" 4
expect_lacks interrupted "not read"

# --- All there is: accounts that the dump does not name are gone, too.
fresh all
load one.ndjson --complete all
expect_missing "a2 b1 b2" "vanished 3, pruned 0, elsewhere 0"
fresh pruned
target_contents >whole
load one.ndjson --complete all --prune
expect_missing "" "vanished 0, pruned 3, elsewhere 0"
# As if they had never been there; but for what context says of b.
without_context() {
  target_contents | sed '/^== legacy_account/,/^== legacy_l/d' | cut -f1-5
}
without_context >pruned
new_database only
to_postgres one.ndjson
sql "UPDATE trunklift.account SET name = 'N'"
without_context | sed 's/^a\t[^\t]*\t\(.*\)/&/' >only
use_database pruned
expect_same_text pruned only

# --- Undo brings back what was pruned, and takes back marks.
undo() { run undo --to "$to" "$@"; }
expect_equal "$(sql "SELECT table_name, action, count(*)
  FROM trunklift.before_image WHERE action <> 'insert'
  GROUP BY 1, 2 ORDER BY 1")" "device|delete|3
legacy_document|delete|3
phone_number|delete|3
trunk|delete|3"
undo last
expect_exit 0
expect_stdout_contains "3 documents are as before"
target_contents >after
expect_same_text after whole
to_postgres later.ndjson
expect_equal "$(marked)" a2
target_contents >before
to_postgres all.ndjson
expect_equal "$(marked)" ""
undo last
expect_equal "$(marked)" a2
undo last
expect_equal "$(marked)" ""
target_contents >after
expect_same_text after whole
# Pruned when it was marked: the mark comes back with it.
to_postgres later.ndjson
target_contents >before
to_postgres later.ndjson --prune
expect_missing "" "vanished 0, pruned 1, elsewhere 2"
expect_equal "$(number_of trunk)" 3
expect_equal "$(sql "SELECT count(*), bool_and(live)
  FROM trunklift.phone_number WHERE account_id = 'a'")" "1|t"
undo last
expect_exit 0
expect_equal "$(marked)" a2
target_contents >after
expect_same_text after before
# What a later run marked, or brought again, that run goes first.
first=$(sql "SELECT id FROM trunklift.run ORDER BY started LIMIT 1")
undo "$first"
expect_exit 1
expect_stderr_contains "  legacy_document a a2: a later run"
to_postgres later.ndjson --prune
pruning=$(sql "SELECT id FROM trunklift.run ORDER BY started DESC LIMIT 1")
to_postgres all.ndjson
undo "$pruning"
expect_exit 1
expect_stderr_contains "  legacy_document a a2: a later run changed it"
undo last
undo last
expect_exit 0
target_contents >after
expect_same_text after before

# --- What is not said.
run migrate one.ndjson --to "$to" --prune --complete none
expect_usage_error "--prune is for inputs that are complete"
run migrate one.ndjson --to "$to" --complete some
expect_usage_error "expected accounts, all or none"

# --- What cannot be pruned, since the user's own rows are built on it, stays
# whole, and the message says which document; pruned as soon as it can be.
new_database built
to_postgres all.ndjson
sql "CREATE TABLE note AS SELECT account_id, id AS trunk_id FROM trunklift.trunk
    WHERE legacy_document_id = 'a2'
  ; ALTER TABLE note ADD FOREIGN KEY (account_id, trunk_id)
    REFERENCES trunklift.trunk"
row_versions trunk device phone_number legacy_document >before
{ trunk a a1 0100 && context account a; } >one.ndjson
to_postgres one.ndjson --prune
expect_exit 4
expect_stderr_contains "cannot mark or prune a2"
expect_stderr_contains "what was loaded stays, the others are marked or pruned"
row_versions trunk device phone_number legacy_document >after
expect_same_text after before
sql "DROP TABLE note"
to_postgres one.ndjson --prune
expect_exit 0
expect_missing "" "vanished 0, pruned 1, elsewhere 2"
expect_equal "$(number_of trunk "legacy_document_id = 'a2'")" 0

# --- Many, over several connections, in pages.
run generate --documents 3000 --seed 5 --flaws 0 -o first.ndjson
grep -v sys_info first.ndjson >second.ndjson
grep sys_info first.ndjson | awk 'NR % 3' >>second.ndjson
ids() { grep -o '"_id":"[^"]*"' "$1" | sort -u; }
grep sys_info first.ndjson | ids /dev/stdin >first.ids
grep sys_info second.ndjson | ids /dev/stdin >second.ids
vanish=$(comm -23 first.ids second.ids | wc -l)
new_database many
options=(--connections 3)
to_sqlite many first.ndjson
to_postgres first.ndjson
target_contents >before
to_sqlite many second.ndjson --complete all --prune
to_postgres second.ndjson --complete all --prune
expect_as_sqlite many
expect_equal "$(not_read | tr -d ,)" "vanished 0 pruned $vanish elsewhere 0"
undo last
expect_exit 0
target_contents >after
expect_same_text after before

finish
