# What is found in each case of the platform, by rule and place: the table
# case_rules.txt, which TRUNKLIFT_UPDATE=1 writes anew. What the schema says of
# them is compared elsewhere (cli/verdicts).
source "$(dirname "$0")/lib.sh"

cases=${TRUNKLIFT_SHARED:-$TRUNKLIFT_SOURCE/../shared}/cases
if [[ ! -d $cases ]]; then
  echo "there is no $cases (TRUNKLIFT_SHARED says where to look)"
  exit 77
fi

cat >table.py <<'PY'
import json, os, pathlib, subprocess, sys

program, cases = os.environ["TRUNKLIFT"], pathlib.Path(sys.argv[1])


def call(*arguments, **more):
    return subprocess.run(arguments, capture_output=True, text=True,
                          **more).stdout


# Each is an account of its own, but numbers and users repeat: one at a time.
for line in open(cases / "crafted/cases.ndjson"):
    case = json.loads(line)
    dump = call(sys.executable, cases / "to_dump.py", input=line)
    report = call(program, "check", "--isolated", "-q", "--report", "jsonl",
                  "-", input=dump)
    found = {
        f"{f['severity']} {f['rule']} {f['slug']} {json.dumps(f['pointer'])}"
        for f in map(json.loads, report.splitlines())
        if f.get("rule", "TL0001") != "TL0001" and "fingerprint" in f}
    print(f"{case['id']}: {case.get('note', '')}")
    for words in sorted(found):
        print("   ", words)
PY
run_program python3 table.py "$cases"
expect_exit 0
table=$TRUNKLIFT_SOURCE/tests/cli/case_rules.txt
[[ -z ${TRUNKLIFT_UPDATE-} ]] || cp "$out" "$table"
checks=$((checks + 1))
if ! diff -u "$table" "$out" >differences; then
  fail "the table and what is found are not the same"
  head -n 40 differences
fi

# --- The rules name cases that there are.
run rules --format json
python3 - "$cases" <"$out" >unknown <<'PY'
import json, sys
known = {json.loads(line)["id"]
         for line in open(sys.argv[1] + "/crafted/cases.ndjson")}
for line in sys.stdin:
    rule = json.loads(line)
    for case in rule["cases"]:
        if case not in known:
            print(rule["id"], case)
PY
last="the cases that rules name"
expect_empty unknown

# --- The public documents of the platform's own tests: what is wrong with them is
# found, and nothing else is more than a note.
python3 -c 'import json, sys
for line in sys.stdin:
    print(json.dumps(json.loads(line)["doc"]))' <"$cases/kazoo-fixtures.ndjson" >public.ndjson
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
