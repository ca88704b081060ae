# What is found in each case of the platform, by rule and place: the table
# case_rules.txt, which TRUNKLIFT_UPDATE=1 writes anew. What the schema says of
# them is compared elsewhere (cli/verdicts).
source "$(dirname "$0")/lib.sh"

cases=$TRUNKLIFT_SOURCE/fixtures/platform

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

finish
