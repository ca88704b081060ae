# trunklift diff: new, fixed and persisting findings, whatever the order.
source "$(dirname "$0")/lib.sh"

run generate --documents 200 --seed 4 --flaws 25% -o dump.ndjson
# Without some documents, with another order, and with a flaw more.
python3 - <<'PY'
import json, random
lines = open("dump.ndjson").read().splitlines()
def of(line):
    try:
        value = json.loads(line)
        return value if isinstance(value, dict) else {}
    except ValueError:
        return {}
flawed = [i for i, line in enumerate(lines) if of(line).get("pvt_type") == "sys_info"]
gone = set(flawed[:3])
later = [line for i, line in enumerate(lines) if i not in gone]
random.Random(2).shuffle(later)
later.insert(5, json.dumps({
    "_id": "new\x1b", "pvt_type": "sys_info",
    "pvt_account_id": "0123456789abcdef0123456789abcdef",
    "account": {"auth_realm": "a.example.com", "trunks": 1},
    "servers": [{"auth": {"auth_method": "ip", "ip": "192,0.2.1"},
                 "options": {}}]}))
open("later.ndjson", "w").write("\n".join(later) + "\n")
PY
for jobs in 1 2; do
  run check --isolated -q "-j$jobs" --report "jsonl=a$jobs" dump.ndjson
  run check --isolated -q "-j$jobs" --report "jsonl=b$jobs" later.ndjson
done
python3 - >expected.json <<'PY'
import json
def of(path):
    found = {}
    for line in open(path):
        f = json.loads(line)
        if "fingerprint" in f:
            found[f["fingerprint"]] = f
    return found
a, b = of("a1"), of("b1")
new, fixed, both = b.keys() - a.keys(), a.keys() - b.keys(), a.keys() & b.keys()
print(len(new), len(fixed), len(both))
for name, key in (("rules", lambda f: f["rule"] + " " + f["slug"]),
                  ("accounts", lambda f: f["account_id"])):
    counts = {}
    for i, (ids, where) in enumerate(((new, b), (fixed, a), (both, b))):
        for one in ids:
            counts.setdefault(key(where[one]), [0, 0, 0])[i] += 1
    print(name, sorted(counts.items()))
print(sorted((f["account_id"], f["document_id"], f["rule"], f["pointer"])
             for f in (b[one] for one in new)))
PY

for first in a1 a2; do
  for second in b1 b2; do
    run diff --isolated --format json "$first" "$second"
    expect_exit 1
    expect_equal "$(python3 - "$out" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
print(d["new"], d["fixed"], d["persisting"])
for name, key in ("rules", "rule"), ("accounts", "account_id"):
    print(name, sorted((r[key], [r["new"], r["fixed"], r["persisting"]]) for r in d[name]))
print(sorted((f["account_id"], f["document_id"], f["rule"], f["pointer"])
             for f in d["findings"]))
PY
)" "$(cat expected.json)"
  done
done
run diff --isolated a1 b2
expect_exit 1
expect_equal "$(head -n 1 "$out" | tr -d 'a-z,')" " $(head -n 1 expected.json | sed 's/ /  /g')"
expect_stdout_contains "error TL0206 address-malformed 0123456789abcdef0123456789abcdef/new\\x1b /servers/0/auth/ip"
expect_lacks "$out" $'\x1b'

# Nothing new.
run diff --isolated a1 a2
expect_exit 0
expect_equal "$(grep -c . "$out")" 1
run diff --isolated b1 b1
expect_stdout_contains "new 0, fixed 0, persisting "

# Capped, with the true total; --all is not.
run check --isolated -q --report jsonl=none --ignore all later.ndjson
run diff --isolated none b1
new=$(grep -c fingerprint b1)
expect_equal "$(sed -n '/^new findings/,$p' "$out" | grep -c ' TL0')" 20
shown=$(sed -n 's/^  and \([0-9,]*\) more: --all lists them/\1/p' "$out" | tr -d ,)
distinct=$(grep -o '"fingerprint":"[^"]*"' b1 | sort -u | wc -l)
expect_equal "$shown" "$((distinct - 20))"
run diff --isolated --all none b1
expect_equal "$(sed -n '/^new findings/,$p' "$out" | grep -c ' TL0')" "$distinct"

# What is no report, or a part of one.
run diff --isolated a1
expect_usage_error "it needs two reports"
run diff --isolated a1 missing
expect_exit 3
expect_stderr_contains "cannot read report missing"
run diff --isolated a1 dump.ndjson
expect_exit 3
expect_stderr_contains "dump.ndjson:1"
head -n 5 a1 >cut
run diff --isolated cut b1
expect_exit 3
expect_stderr_contains "cut short"
sed 's/"balanced":true/"balanced":true,"interrupted":true/' a1 >stopped
run diff --isolated stopped b1
expect_exit 1
expect_stderr_contains "stopped: its run did not read all of its inputs"

# A report that does not list all: what it lacks may be there.
python3 - <<'PY'
import json
servers = [{"auth": {"auth_method": "ip", "ip": f"192,0.2.{i}"}, "options": {}}
           for i in range(5)]
for name, count in ("five", 5), ("four", 4):
    open(name + ".json", "w").write(json.dumps(
        {"_id": "d", "pvt_type": "sys_info", "pvt_account_id": "acc",
         "servers": servers[:count]}))
PY
run check --isolated -q --select TL0206 --report jsonl=five five.json
run check --isolated -q --select TL0206 --report jsonl=four four.json
run check --isolated -q --select TL0206 --report jsonl=two --max-per-rule 2 \
  four.json
expect_equal "$(grep -c '"more":2,' two)" 1
run diff --isolated five four
expect_exit 0
expect_stdout_contains "new 0, fixed 1, persisting 4"
run diff --isolated five two
expect_exit 0
expect_stdout_contains "new 0, fixed 0, persisting 2, unknown 3"
expect_stderr_contains "two: it does not list all findings (--max-per-rule): what it lacks counts as unknown, and not as fixed"
run diff --isolated two five
expect_exit 1
expect_stdout_contains "new 3, fixed 0, persisting 2"
expect_stderr_contains "two: it does not list all findings (--max-per-rule): what seems new may have been there before"

finish
