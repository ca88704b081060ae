# trunklift fix: what is repaired, what is left, and that nothing else changes.
source "$(dirname "$0")/lib.sh"

# --- Every rule that has a repair is repaired by it, in its own fixture.
run rules --format json
cp "$out" rules.jsonl
cat >repairs.py <<'PY'
import json, os, pathlib, subprocess, sys

program, folder = os.environ["TRUNKLIFT"], pathlib.Path(sys.argv[1])


def call(*arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def findings(path):
    report = call("check", "--isolated", "-q", "--report", "jsonl", str(path))
    lines = [json.loads(line) for line in report.stdout.splitlines()]
    return [f for f in lines if "fingerprint" in f]


def of_note(found):
    return sorted(f["rule"] for f in found if f["severity"] != "info")


problems, repaired = [], 0
for line in open("rules.jsonl"):
    rule = json.loads(line)
    if rule["fix"] == "none":
        continue
    bad = next(p for p in (folder / rule["slug"]).glob("bad.*")
               if p.suffix not in (".findings", ".records"))
    options = ["--lossy"] if rule["fix"] == "lossy" else []
    result = call("fix", "--isolated", *options, str(bad), "-o", "fixed")
    if result.returncode != 0 or f"{rule['id']} {rule['slug']} " not in result.stderr:
        problems.append(f"{rule['slug']}: {result.stderr}")
    before, after = findings(bad), findings("fixed")
    if any(f["rule"] == rule["id"] for f in after):
        problems.append(f"{rule['slug']}: is still found")
    left = of_note(before)
    for each in of_note(after):
        if each in left:
            left.remove(each)
        else:
            problems.append(f"{rule['slug']}: {each} came up")
    call("fix", "--isolated", *options, "fixed", "-o", "again")
    if open("fixed", "rb").read() != open("again", "rb").read():
        problems.append(f"{rule['slug']}: a second repair changes something")
    repaired += 1
print("\n".join(problems))
if repaired < 40:
    raise SystemExit(f"only {repaired} rules have a repair")
PY
run_program python3 repairs.py "$TRUNKLIFT_SOURCE/fixtures/rules"
expect_exit 0
expect_equal "$(tr -d '\n' <"$out")" ""

# --- A safe repair does not change what a document converts to. The cases of the
# platform have the same ids: each gets an account of its own.
run generate --documents 600 --seed 4 --flaws 30% -o dump.ndjson
cat >converts.py <<'PY'
import hashlib, json, os, pathlib, subprocess, sys

program, source = os.environ["TRUNKLIFT"], sys.argv[1]
cases = pathlib.Path(sys.argv[2])


def call(*arguments):
    subprocess.run([program, *arguments], capture_output=True, check=False)


def rows(folder, table):
    out = {}
    for line in open(f"{folder}/{table}.jsonl"):
        row = json.loads(line)
        # Matters where two claim a number; then `live` tells.
        row.pop("claim_rank", None)
        out[row.get("id", row["account_id"])] = row
    return out


def same(dump):
    # More documents may convert than before, but none otherwise.
    call("fix", "--isolated", dump, "-o", "fixed.ndjson")
    call("migrate", "--isolated", "-q", "--to", "jsonl:before", dump)
    call("migrate", "--isolated", "-q", "--to", "jsonl:after", "fixed.ndjson")
    for table in "account", "trunk", "device", "phone_number":
        before, after = rows("before", table), rows("after", table)
        for key, row in before.items():
            if after.get(key) != row:
                print(dump, table, row, "became", after.get(key))
                return False
    return True


ok = same("dump.ndjson") & same(source + "/fixtures/demo")
with open("cases.ndjson", "w") as dump:
    for line in open(cases / "crafted/cases.ndjson"):
        case = json.loads(line)
        made = subprocess.run([sys.executable, str(cases / "to_dump.py")],
                              input=line, capture_output=True, text=True)
        own = hashlib.md5(case["id"].encode()).hexdigest()
        first = case.get("doc") or case["docs"][0]
        account = case.get("account_id") or first["pvt_account_id"]
        dump.write(made.stdout.replace(account, own))
ok &= same("cases.ndjson")
sys.exit(not ok)
PY
run_program python3 converts.py "$TRUNKLIFT_SOURCE" \
  "$TRUNKLIFT_SOURCE/fixtures/platform"
expect_exit 0

# --- What is not repaired keeps its bytes.
printf '%s\n' '  {"pvt_type" :"sys_info","_id":"a\u0062c","pvt_account_id":"0123456789abcdef0123456789abcdef",
   "odd": [1.50, 1E400,{"\u0061":"\/"} ], "account":{"trunks": "4" , "auth_realm":"a.example.com"},
 "servers":[{"server_name":"s","auth":{"auth_method":"Password","auth_user":"user1","auth_password":"pa\u0073sword"},
   "options":{"inbound_format":"E164","port" : 5060}}] }  ' '{"pvt_type":"user","x" : 1.0 }' \
  'not JSON' '{"pvt_type":"account"}{"pvt_type":"sys_info"}' >odd.json
run fix --isolated odd.json -o odd.fixed
expect_exit 0
expect_equal "$(diff odd.json odd.fixed | grep -c '^>')" 4
expect_contains odd.fixed '"odd": [1.50, 1E400,{"\u0061":"\/"} ], "account":{"trunks": 4 ,'
expect_contains odd.fixed '"auth_method":"password","auth_user":"user1","auth_password":"pa\u0073sword"'
expect_contains odd.fixed '{"pvt_type":"user","x" : 1.0 }'
expect_contains odd.fixed 'not JSON'
expect_contains odd.fixed '{"pvt_type":"account"}'
expect_equal "$(stat -c %a odd.fixed)" 600
# A document with a key twice, one that is deleted, and one whose id is made from
# what it holds stay as they are.
printf '%s\n' '{"pvt_type":"sys_info","_id":"a","pvt_account_id":"b","account":{"trunks":"4","trunks":"5"}}' \
  '{"pvt_type":"sys_info","_id":"c","pvt_account_id":"b","pvt_deleted":true,"account":{"trunks":"4"}}' \
  '{"pvt_type":"sys_info","pvt_account_id":"b","account":{"trunks":"4"}}' >as-is.ndjson
run fix --isolated as-is.ndjson -o as-is.fixed
expect_exit 0
cmp as-is.ndjson as-is.fixed || fail "something was changed"
run fix --isolated --lossy as-is.ndjson -o as-is.fixed
expect_equal "$(diff as-is.ndjson as-is.fixed | grep '^>')" \
  '> {"pvt_type":"sys_info","pvt_account_id":"b","account":{"trunks":4}}'

# --- The same bytes for any number of threads; one -o, or standard output.
run fix --isolated --lossy -j1 dump.ndjson -o one
cp "$err" one.err
run fix --isolated --lossy -j2 dump.ndjson
cmp "$out" one || fail "-j2 gives other bytes"
cmp "$err" one.err || fail "-j2 gives another summary"
expect_stderr_contains "documents  read "
expect_stderr_contains "TL0106 auth-method-case"
expect_equal "$(wc -l <one)" "$(wc -l <dump.ndjson)"
run fix --isolated dump.ndjson -o dump.ndjson
expect_usage_error "it is an input"
run fix --isolated dump.ndjson missing -o part
expect_exit 3
expect_stderr_contains "part was not written"
[[ ! -e part ]] || fail "a part of the documents was written"
printf '%0.s ' {1..300} >large.json
echo '{"pvt_type":"sys_info"}' >>large.json
run fix --isolated --max-document 100 dump.ndjson -o none
expect_exit 3
expect_stderr_contains "none was not written"
[[ ! -e none ]] || fail "a part of the documents was written"

# --- The differences, in colour or not; nothing secret in them.
run fix --isolated --diff odd.json
expect_exit 0
expect_stdout_contains "--- odd.json:1 0123456789abcdef0123456789abcdef/abc"
expect_stdout_contains '-        "inbound_format": "E164"'
expect_stdout_contains '+        "inbound_format": "e164"'
expect_stdout_contains '"auth_password": (text of 8 characters)'
expect_lacks "$out" user1
run fix --isolated --diff --color always odd.json
expect_stdout_contains $'\x1b[32m+        "inbound_format": "e164"\x1b[0m'
run fix --isolated --diff one
run fix --isolated --lossy --diff one
expect_empty "$out"

finish
