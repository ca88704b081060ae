# Shapes that people have reported: what each file of fixtures/reported gives.
source "$(dirname "$0")/lib.sh"

reported=$TRUNKLIFT_SOURCE/fixtures/reported
scanned_form() {  # file
  run scan --format json "$1"
  python3 -c 'import json, sys
print(*json.load(sys.stdin)["total"]["forms"])' <"$out"
}
load() {  # file option...
  rm -f loaded.db
  run migrate "$reported/$1" --to sqlite:loaded.db --report jsonl "${@:2}"
}

# --- An answer of the API is its document, with the revision beside it.
expect_equal "$(scanned_form "$reported/api-answer.json")" api
load api-answer.json --account e0
expect_exit 0
expect_balance "read 1 = loaded 1 + unchanged 0 + superseded 0 + rejected 0 + \
skipped 0"
expect_equal "$(query loaded.db "SELECT account_id, document_id, revision,
  outcome FROM legacy_document")" \
  "e0|90c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5|6-0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f|loaded"
expect_equal "$(query loaded.db \
  "SELECT number FROM phone_number WHERE live ORDER BY number")" \
  $'+12065550171\n+12065550172'
# What surrounds it is no part of it, and its token is nowhere.
run rebuild --from sqlite:loaded.db
expect_equal "$(python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["data"] == json.load(sys.stdin))' \
  "$reported/api-answer.json" <"$out")" True
expect_lacks loaded.db c2VjcmV0
# Without an account nobody can tell whose it is: kept aside, never passed over.
load api-answer.json --rejects rejects.ndjson
expect_exit 1
expect_stdout_contains '"rule":"TL0006"'
expect_lacks rejects.ndjson c2VjcmV0
# The name of the input may tell it, and so may the answer.
mkdir -p account/e1/f2
cp "$reported/api-answer.json" account/e1/f2/a3b4c5d60718293a4b5c6d7e8f90.json
sed 's/"page_size"/"account_id":"e2","page_size"/' \
  "$reported/api-answer.json" >named.json
run check account named.json --report jsonl
expect_exit 0
expect_stdout_contains '"account_id":"e1f2a3b4c5d60718293a4b5c6d7e8f90"'
expect_stdout_contains '"account_id":"e2"'

# --- A list of ids holds no documents, alone or beside others.
expect_equal "$(scanned_form "$reported/api-ids.json")" "ids only"
run scan "$reported/api-ids.json"
expect_exit 3
run check "$reported/api-ids.json"
expect_exit 3
expect_stderr_contains "api-ids.json holds ids only, no documents"
run check "$reported/api-ids.json" "$reported/api-answer.json" --account e0
expect_exit 0
expect_stderr_contains "api-ids.json holds ids only, no documents"

# --- Revisions are versions of one document.
expect_equal "$(scanned_form "$reported/revisions.json")" "couchdb revisions"
load revisions.json
expect_exit 0
expect_balance "read 3 = loaded 1 + unchanged 0 + superseded 1 + rejected 0 + \
skipped 1"
expect_equal "$(query loaded.db \
  "SELECT revision, number FROM legacy_document JOIN phone_number USING
   (account_id)")" "4-1d1d|+14065550172"

# --- A body for _bulk_docs is a dump.
expect_equal "$(scanned_form "$reported/php-bulk-docs.json")" \
  "couchdb _bulk_docs"
load php-bulk-docs.json
expect_exit 0
expect_balance "read 2 = loaded 1 + unchanged 0 + superseded 0 + rejected 0 + \
skipped 1"
expect_equal "$(query loaded.db \
  "SELECT number FROM phone_number WHERE live ORDER BY number")" \
  $'+18015550171\n+18015550172'

finish
