# A later dump over an earlier one: what changed changes, nothing else does.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 500 --seed 6 --flaws 5% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
expect_exit 0
cp "$out" second.ndjson
run_program python3 "$db_tests/next_dump.py" --back first.ndjson
expect_exit 0
cp "$out" third.ndjson

# By key, the transaction that wrote a row, and what it says.
rows_by_key() {
  local table id
  for table in trunk:id device:id phone_number:id legacy_document:document_id \
    legacy_number:number account:\'\' legacy_account:\'\' legacy_limits:\'\' \
    unconverted_document:document_id\|\|content_hash; do
    id=${table#*:} table=${table%%:*}
    sql "SELECT '$table', account_id, $id, md5(t::text), xmin
      FROM \"$schema\".$table t"
  done
}

# Rows that say the same as before are the same.
expect_untouched() {  # before after at-least
  run_program python3 - "$1" "$2" "$3" <<'PY'
import sys
def read(path):
    rows = (line.rstrip("\n").split("|") for line in open(path))
    return {tuple(row[:-2]): row[-2:] for row in rows}
before, after = map(read, sys.argv[1:3])
same = touched = 0
for key, (text, version) in before.items():
    if key in after and after[key][0] == text:
        same += 1
        if after[key][1] != version:
            touched += 1
            if touched <= 5:
                print("was written again:", *key)
print(same, "rows stay,", touched, "of them were written again")
sys.exit(touched > 0 or same < int(sys.argv[3]))
PY
  expect_exit 0
}

delta() {  # name connections
  local name=$1
  options=(--connections "$2" -j2)
  new_database "$name"
  cp first.ndjson dump.ndjson
  to_sqlite "$name" dump.ndjson
  to_postgres dump.ndjson
  expect_as_sqlite "$name"
  for dump in second third; do
    cp "$dump.ndjson" dump.ndjson
    to_sqlite "$name" dump.ndjson
    rows_by_key >before
    to_postgres dump.ndjson
    expect_as_sqlite "$name"
    rows_by_key >after
    # The third one has another revision of everything.
    if [[ $dump == second ]]; then expect_untouched before after 2500; fi
    live_contents >"$dump.contents"
    # The same again: nothing happens.
    to_postgres dump.ndjson
    expect_equal "$(balance | grep -o 'loaded [0-9,]*')" "loaded 0"
    rows_by_key >again
    expect_same_text again after
  done
  # What is older than what is there changes nothing. (A number document that
  # says nothing has no row, so that an older one is not known to be older.)
  to_sqlite "$name" second.ndjson
  to_postgres second.ndjson
  expect_as_sqlite "$name"
  rows_by_key | grep -v number >again
  grep -v number after >expected
  expect_same_text again expected
}
delta one 1
delta four 4

# --- Deleted twice: the later one counts.
deleted='"_id":"d","pvt_type":"sys_info","pvt_account_id":"a","pvt_deleted":true'
echo "{\"_rev\":\"1-a\",$deleted}" >deleted-1.ndjson
echo "{\"_rev\":\"2-b\",$deleted}" >deleted-2.ndjson
new_database deleted
for i in 1 2; do
  to_sqlite deleted "deleted-$i.ndjson"
  to_postgres "deleted-$i.ndjson"
  expect_as_sqlite deleted
done
new_database "deleted at once"
to_sqlite deleted-at-once deleted-1.ndjson deleted-2.ndjson
to_postgres deleted-1.ndjson deleted-2.ndjson
expect_as_sqlite deleted-at-once

# --- As if there had never been the first dump.
new_database fresh
to_postgres second.ndjson
live_contents >fresh.contents
# But for what the second one leaves out, which stays.
expect_equal "$(number_of trunk)" \
  "$(python3 - <<'PY'
import re
def trunks(path):
    text = open(path).read().split("== trunk\n")[1].split("== device\n")[0]
    return {line.split("\t")[1]: line for line in text.splitlines()}
fresh, delta = trunks("fresh.contents"), trunks("second.contents")
wrong = [key for key in fresh if delta.get(key) != fresh[key]]
print(len(fresh) if not wrong and len(delta) > len(fresh) else wrong[:3])
PY
)"
# With it, all is the same.
cat first.ndjson second.ndjson >both.ndjson
new_database both
to_sqlite both both.ndjson
to_postgres both.ndjson
expect_as_sqlite both
live_contents >both.contents
expect_same_text both.contents second.contents

finish
