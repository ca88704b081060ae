# What would be done is what is done, and nothing is done before.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 200 --seed 6 --flaws 5% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
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
        print(line, end="")' <"$out" >second.ndjson

# All that is in the database, of whatever schema; the catalogue, too.
everything() { pg_dump | grep -v '^\\\(un\)\?restrict'; }
plan() { run plan --to "$to" -o plan.jsonl "$@"; }
apply() { run apply --to "$to" --plan plan.jsonl "$@"; }
# What a plan says, added up: "insert sys_info 3".
planned() {
  python3 - plan.jsonl <<'PY'
import collections, json, sys
lines = [json.loads(line) for line in open(sys.argv[1])]
assert list(lines[0])[0] == "trunklift_plan" and list(lines[-1]) == ["summary"]
counts = collections.Counter((line["kind"], line["action"])
                             for line in lines[1:-1])
told = {(kind, action): count for kind, actions in lines[-1]["summary"].items()
        for action, count in actions.items()
        if action not in ("unchanged", "superseded")}
assert counts == told, (counts, told)
for (kind, action), count in sorted(counts.items()):
    print(action, kind, count)
PY
}
count() { planned | sed -n "s/^$1 sys_info //p"; }

# --- A dry run touches nothing, be there tables or not.
new_database empty
everything >before
run migrate --to "$to" first.ndjson --dry-run
expect_exit 1
expect_stdout_contains "dry run: nothing was written to the target"
balance >dry.balance
cp "$out" dry.out
everything >after
expect_same_text after before
expect_equal "$(sql "SELECT count(*) FROM pg_namespace
  WHERE nspname = 'trunklift'")" 0
# The same goes for a plan, and then it is what is done.
plan first.ndjson
expect_exit 1
expect_empty "$out"
expect_equal "$(stat -c %a plan.jsonl)" 600
expect_equal "$(balance)" "$(cat dry.balance)"
expect_same_text <(grep -v '^dry' dry.out) \
  <(grep -v '^documents\|^findings\|^balance' "$err")
everything >after
expect_same_text after before
to_sqlite both first.ndjson
run migrate --to sqlite:none.db first.ndjson --dry-run
expect_exit 1
expect_same_text "$out" dry.out
checks=$((checks + 1))
[[ ! -e none.db ]] || fail "a dry run made none.db"
apply
schema=trunklift
expect_as_sqlite both
expect_equal "$(balance)" "$(cat dry.balance)"
expect_equal "$(count insert)" "$(number_of trunk)"
rows=$(sed -n 's/^rows //p' dry.out | grep -o -- '-> [0-9,]*' |
  tr -d ',>\n-')
expect_equal "$rows" \
  " $(number_of trunk) $(number_of device) $(number_of phone_number)"

# --- Once more there is nothing to do but to reject.
plan first.ndjson
expect_equal "$(planned | grep -v '^reject')" ""
run migrate --to "$to" first.ndjson --dry-run
expect_stdout_contains "unchanged $(number_of trunk)"

# --- Over another dump: every kind of change, with and without --prune.
for prune in "" --prune; do
  new_database "delta$prune"
  to_postgres first.ndjson
  everything >before
  cp both.db delta.db
  # shellcheck disable=SC2086 # nothing or a word
  run migrate --to sqlite:delta.db second.ndjson --dry-run $prune
  cp "$out" dry.out
  expect_equal "$(query delta.db "SELECT count(*) FROM run")" 1
  cmp -s delta.db both.db || fail "a dry run changed delta.db"
  # shellcheck disable=SC2086
  plan second.ndjson $prune
  expect_same_text <(grep -v '^dry' dry.out) \
    <(grep -v '^documents\|^findings\|^balance\|^not read' "$err")
  planned_balance=$(balance)
  everything >after
  expect_same_text after before
  for action in insert update remove reject \
    "$([[ $prune ]] && echo prune || echo vanish)"; do
    checks=$((checks + 1))
    [[ $(count "$action") -gt 0 ]] || fail "the plan has no $action"
  done
  for kind in account limits number; do
    for action in update remove; do
      checks=$((checks + 1))
      planned | grep -q "^$action $kind " || fail "the plan has no $action $kind"
    done
  done
  # shellcheck disable=SC2086
  to_sqlite delta second.ndjson $prune
  apply
  expect_equal "$(balance)" "$planned_balance"
  same_tables delta.db trunklift
  expect_equal "$code $(balance)" "$(cat delta.outcome)"
  # Applied, it is not what would be done any more.
  everything >before
  apply
  expect_exit 4
  expect_stderr_contains "the target has changed since it was made"
  everything >after
  expect_same_text after before
done
run migrate --to jsonl:records first.ndjson --dry-run
expect_usage_error "--dry-run is for targets that a run adds to"

# --- Refusals: nothing is changed, and it says why.
refuses() {  # message [apply argument...]
  everything >before
  apply "${@:2}"
  expect_exit 4
  expect_stderr_contains "$1"
  expect_stderr_contains "nothing was changed"
  everything >after
  expect_same_text after before
}
new_database refusals
to_postgres first.ndjson
plan second.ndjson
# The source.
cp second.ndjson kept.ndjson
sed -i '/sys_info/{s/"pvt_type"/ &/;:a;n;ba}' second.ndjson
refuses "the source has changed since it was made"
head -n -1 kept.ndjson >second.ndjson
refuses "the source has changed since it was made"
cp kept.ndjson second.ndjson
# The rules: a schema that is not the same any more, another program.
python3 - "$TRUNKLIFT_SOURCE/rules/schema/connectivity.json" \
  >schema.json <<'PY'
import sys
print(open(sys.argv[1]).read())
PY
plan second.ndjson --schema schema.json
sed -i 's/"description"/ &/' schema.json
echo >>schema.json
refuses "the rules, or trunklift, have changed since it was made"
plan second.ndjson
cp plan.jsonl kept.jsonl
sed -i '1s/"rules":"./"rules":"x/' plan.jsonl
refuses "the rules, or trunklift, have changed since it was made"
cp kept.jsonl plan.jsonl
# A plan gets no further than options do.
sed -i '1s/"max-depth":[0-9]*/"max-depth":1000000000/' plan.jsonl
apply
expect_exit 2
expect_stderr_contains "its max-depth: expected a whole number from 1 to 2000"
cp kept.jsonl plan.jsonl
# The rows: by somebody else's hand, in each table, ...
touched() {  # action table: a row of a document that the plan has
  python3 - plan.jsonl "$1" <<'PY'
import json, sys
for line in map(json.loads, list(open(sys.argv[1]))[1:-1]):
    if line["action"] == sys.argv[2] and line["kind"] == "sys_info" and \
            line["state"]:
        print(line["account_id"], line["document_id"])
        break
PY
}
read -r account document < <(touched update)
for table in trunk device phone_number legacy_document; do
  where="account_id = '$account' AND (row_to_json(t)->>'document_id' =
    '$document' OR '$document' IN (row_to_json(t)->>'legacy_document_id',
      (SELECT legacy_document_id FROM trunklift.trunk u
        WHERE u.id::text = row_to_json(t)->>'trunk_id')))"
  sql "UPDATE trunklift.$table t SET account_id = account_id WHERE $where"
  refuses "  not in the plan: update sys_info $account/$document"
  expect_stderr_contains "  not any more: update sys_info $account/$document"
  plan second.ndjson
done
read -r account document < <(touched vanish)
sql "UPDATE trunklift.trunk SET name = 'Mine'
  WHERE legacy_document_id = '$document' AND account_id = '$account'"
refuses "in what concerns 2 of its documents"
# ... or by another run: of these documents or of others.
plan second.ndjson
run generate --documents 20 --seed 9 --flaws 0 -o others.ndjson
to_postgres others.ndjson
target_contents >others.contents
apply
expect_exit 1
new_database again
to_postgres first.ndjson
plan second.ndjson
grep sys_info second.ndjson | tail -n 5 >some.ndjson
sed 's/"_rev": *"[0-9]*-/"_rev":"99-/;s/"name"/"nickname"/' some.ndjson \
  >newer.ndjson
to_postgres newer.ndjson --complete none
refuses "the target has changed since it was made"
# What is not in the plan, and would be now, is a change, too.
new_database unplanned
to_postgres first.ndjson
plan first.ndjson
expect_equal "$(count update)" ""
sql "UPDATE trunklift.legacy_document SET record_hash = repeat('0', 32)
  WHERE outcome = 'loaded' AND account_id = (SELECT min(account_id)
    FROM trunklift.legacy_document WHERE outcome = 'loaded')"
refuses "  not in the plan: update sys_info "
# Another target.
plan second.ndjson
new_database another
run target init --to "$to"
refuses "it was made for another target"

# --- Inputs that moved, and what is no plan.
new_database moved
plan second.ndjson
mkdir elsewhere && mv second.ndjson elsewhere
apply
expect_exit 4
expect_equal "$(sql "SELECT count(*) FROM pg_namespace
  WHERE nspname = 'trunklift'")" 0
apply elsewhere/second.ndjson
expect_exit 1
run plan --to "$to" elsewhere/second.ndjson
expect_contains "$out" '{"trunklift_plan":1,'
input=elsewhere/second.ndjson
run plan --to "$to" - -o plan.jsonl
input=/dev/null
apply
expect_usage_error "standard input"
for text in "" "{}" '{"trunklift_plan":2}' "$(head -n 1 plan.jsonl)"; do
  echo "$text" >plan.jsonl
  apply elsewhere/second.ndjson
  expect_exit 2
  expect_stderr_contains "cannot read plan plan.jsonl"
done
run plan --to sqlite:x.db elsewhere/second.ndjson
expect_usage_error "expected postgresql:"

# --- No values, let alone secrets, are in a plan.
canary=sesame-$RANDOM$RANDOM
sed "s/\"auth_password\": *\"[^\"]*\"/\"auth_password\":\"$canary\"/" \
  elsewhere/second.ndjson >canary.ndjson
run plan --to "${to/postgresql:\/\//postgresql:\/\/postgres:$canary@}" \
  canary.ndjson -o plan.jsonl
expect_contains canary.ndjson "$canary"
for file in plan.jsonl "$out" "$err"; do expect_lacks "$file" "$canary"; done

finish
