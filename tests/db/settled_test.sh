# A version that the target has is not converted again: with whatever else it
# comes, the target ends as one that was empty before.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 300 --seed 5 --flaws 8% -o dump.ndjson
expect_exit 0

# Versions of each trunkstore document that say something else: one that is
# older, one of the same revision, and one that is newer.
python3 - <<'PY'
import json
out = {name: open(name + ".ndjson", "w") for name in ("older", "same", "newer")}
for line in open("dump.ndjson", errors="surrogateescape"):
    try:
        document = json.loads(line)
    except ValueError:
        continue
    if not isinstance(document, dict) or "_rev" not in document:
        continue
    if document.get("pvt_type") != "sys_info":
        continue
    generation, _, rest = document["_rev"].partition("-")
    for name, other in (("older", int(generation) - 1), ("same", generation),
                        ("newer", int(generation) + 1)):
        version = {**document, "_rev": f"{other}-{rest}", "name": name}
        if str(other) != "0":
            out[name].write(json.dumps(version) + "\n")
PY

# In this order, in a target that has the dump, and in one that has nothing.
ends_the_same() {  # input...
  local names="$*"
  new_database "fresh ${names//.ndjson/}"
  to_postgres -j1 "$@"
  live_contents >fresh.contents
  new_database "known ${names//.ndjson/}"
  to_postgres dump.ndjson
  to_postgres -j1 "$@"
  live_contents >known.contents
  expect_same_text known.contents fresh.contents
}
ends_the_same dump.ndjson
ends_the_same older.ndjson dump.ndjson
ends_the_same dump.ndjson older.ndjson
ends_the_same same.ndjson dump.ndjson
ends_the_same dump.ndjson same.ndjson
ends_the_same newer.ndjson dump.ndjson
ends_the_same dump.ndjson newer.ndjson

# --- It is not converted indeed: what the ledger says counts.
new_database twice
to_postgres dump.ndjson
row_versions >before
to_postgres dump.ndjson
expect_equal "$(balance | sed 's/.*loaded \([0-9]*\) .*/\1/')" 0
row_versions >after
expect_same_text after before

# --- A document that another program converted is converted again.
sql "UPDATE trunklift.run SET rules_version = 'another'"
sql "UPDATE trunklift.legacy_document SET record_hash = repeat('0', 32)"
to_postgres dump.ndjson
expect_equal "$(balance | sed 's/.*unchanged \([0-9]*\) .*/\1/')" 0

# --- Nor are rows of accounts, limits and numbers left as another program made
# them; what is as it would be is not written.
new_database context
to_postgres dump.ndjson
live_contents >fresh.contents
row_versions legacy_account legacy_limits legacy_number >before
to_postgres dump.ndjson
row_versions legacy_account legacy_limits legacy_number >after
expect_same_text after before
for table in legacy_account legacy_limits legacy_number; do
  expect_equal "$(number_of "$table" "content_hash = ''")" 0
  sql "UPDATE trunklift.$table SET content_hash = md5(content_hash)"
done
sql "UPDATE trunklift.legacy_account SET realm = 'of another program'"
run migrate --to "$to" --dry-run dump.ndjson
expect_stdout_contains "update"
to_postgres dump.ndjson
live_contents >now.contents
expect_same_text now.contents fresh.contents

finish
