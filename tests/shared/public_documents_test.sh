# The public documents of the platform's own tests: what is wrong with them is
# found, and nothing else is more than a note. They are no part of this project.
source "$(dirname "$0")/../cli/lib.sh"

python3 -c 'import json, sys
for line in sys.stdin:
    print(json.dumps(json.loads(line)["doc"]))' \
  <"$TRUNKLIFT_SOURCE/../shared/cases/kazoo-fixtures.ndjson" >public.ndjson
run check --report jsonl public.ndjson
expect_exit 1
cp "$out" public.jsonl
python3 - <<'PY' >found
import json
for line in open("public.jsonl"):
    f = json.loads(line)
    if f.get("severity", "info") != "info" or f.get("rule") == "TL0264":
        print(f["document_id"][-4:], f["severity"], f["slug"], f["pointer"])
PY
expect_equal "$(cat found)" \
  "0001 info document-out-of-user-lookup /servers/0/auth
0001 warning address-is-a-name /servers/0/auth/ip
0002 info document-out-of-user-lookup /servers/0/auth
0002 warning address-is-a-name /servers/0/auth/ip
a32f warning account-db-mismatch /pvt_account_db
a32f info document-out-of-user-lookup /servers/0/auth
a32f error address-malformed /servers/0/auth/ip"
finish
