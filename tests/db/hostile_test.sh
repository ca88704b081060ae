# Values that mean harm arrive as they were, byte for byte; what PostgreSQL does
# not take is rejected with its reason, and costs nothing else.
source "$(dirname "$0")/target.sh"
start_cluster
options=(--connections 2)

# --- The same as in SQLite, and as what was sent.
run_program python3 "$db_tests/hostile_dump.py" same.ndjson nul.ndjson \
  refused.ndjson expected
expect_exit 0
cat same.ndjson nul.ndjson refused.ndjson >dump.ndjson
expect_sent() {
  sql "CREATE TABLE public.expected(id text, field text, value text)"
  sql "COPY public.expected FROM STDIN (DELIMITER '|')" <expected
  sql "SELECT e.id, e.field, left(e.value, 60), left(x.value, 60)
    FROM public.expected e
    LEFT JOIN trunklift.trunk t ON t.legacy_document_id = e.id
    LEFT JOIN trunklift.device d ON d.account_id = t.account_id
      AND d.trunk_id = t.id
    CROSS JOIN LATERAL (SELECT encode(convert_to(CASE e.field
      WHEN 'secret' THEN d.secret
      WHEN 'extra' THEN t.extra->'vendor'->>'text'
      WHEN 'flags' THEN d.flags[1]
      WHEN 'key' THEN t.extra->'vendor'->'nested'->0->>(
        SELECT k FROM jsonb_object_keys(t.extra->'vendor'->'nested'->0) k)
      END, 'UTF8'), 'hex') AS value) x
    WHERE t.id IS NOT NULL AND x.value IS DISTINCT FROM e.value" >wrong
  expect_empty wrong
  head -n 5 wrong
  sql "SELECT count(*) FROM public.expected e
    JOIN trunklift.trunk t ON t.legacy_document_id = e.id" >sent
  checks=$((checks + 1))
  (($(cat sent) > 150)) || fail "only $(cat sent) values were compared"
}
cp same.ndjson input.ndjson
to_sqlite same input.ndjson
new_database direct
to_postgres --report jsonl=report input.ndjson
expect_as_sqlite same
expect_lacks report '"TL0018"'
expect_lacks report '"TL0019"'
cp nul.ndjson input.ndjson
to_postgres --report jsonl=report input.ndjson
expect_sent
good=$(number_of trunk)
expect_contains report '"TL0019"'
expect_lacks report '"TL0018"'
# Beside other rows, and again.
new_database merged
echo '{"_id":"first","_rev":"1-a","pvt_type":"sys_info",
  "pvt_account_id":"another","account":{},"servers":[]}' | tr -d '\n' >first.ndjson
to_sqlite merged first.ndjson
cp same.ndjson input.ndjson
to_sqlite merged input.ndjson
to_postgres first.ndjson
to_postgres input.ndjson
expect_as_sqlite merged
to_postgres nul.ndjson
expect_sent
to_postgres input.ndjson nul.ndjson
expect_stderr_contains "loaded 0 "
for i in 1 2 3; do
  run undo --to "$to" last
  expect_exit 0
done
expect_equal "$(number_of trunk)" 1

# --- What PostgreSQL does not take: names too long for a key, numbers beyond
# numeric. It is rejected, in both ways to load, and kept aside.
cp dump.ndjson input.ndjson
refused() {
  expect_exit 1
  expect_contains report '"TL0018"'
  # All of the good ones, and none of the others.
  expect_equal "$(number_of trunk "account_id <> 'another'")" "$good"
  python3 - report <<'PY' >reasons
import json, sys
for line in open(sys.argv[1]):
    finding = json.loads(line)
    if finding.get("rule") == "TL0018":
        print(finding["message"])
PY
  expect_contains reasons "keys of PostgreSQL take 2500"
  expect_contains reasons "an id holds U+0000"
  expect_contains reasons "value overflows numeric format"
  # Byte for byte, wherever rejects are.
  python3 - <<'PY' >lengths
import json
dump = set(open("dump.ndjson", "rb").read().split(b"\n"))
lines = open("now.rejects", "rb").read().split(b"\n")
bad = [line for line in lines[1::2] if line not in dump]
print(len(lines[1::2]) - len(set(lines[1::2])), "twice", len(bad), "changed")
PY
  expect_equal "$(cat lengths)" "0 twice 0 changed"
  expect_equal "$(sql "SELECT count(*) FROM trunklift.unconverted_document
    WHERE outcome = 'rejected'")" "$(grep -c '^{"trunklift_reject"' now.rejects)"
  expect_equal "$(sql "SELECT count(*) FROM trunklift.unconverted_document
    WHERE outcome = 'rejected'")" \
    "$(balance | grep -o 'rejected [0-9]*' | cut -d' ' -f2)"
  expect_equal "$(number_of dropped_key)" 0
}
new_database "refused directly"
to_postgres --report jsonl=report --rejects now.rejects input.ndjson
refused
new_database "refused in a merge"
to_postgres first.ndjson
to_postgres --report jsonl=report --rejects now.rejects input.ndjson
refused
run undo --to "$to" last
expect_exit 0
to_postgres --report jsonl=report --rejects now.rejects input.ndjson
refused

finish
