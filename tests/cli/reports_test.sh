# Reports: what each format holds, against JSON lines of the same scan, with more
# findings than some of them have room for.
source "$(dirname "$0")/lib.sh"

run generate --documents 6000 --seed 3 --flaws 40% -o dump.ndjson
expect_exit 0
mkdir 'odd name: 100%, é&<'
odd='odd name: 100%, é&</a:b,c.ndjson'
printf '%s\n' '[1, "\u0001<&>]]>"]' '"\ud83d\ude00"' \
  '{"_id":"a&<]]>\u0085\uffff\ufffe","pvt_type":"sys_info","servers":{"<x>&\u0001,::%0A":[]}}' >"$odd"
cat >compare.py <<'PY'
import collections, json, re, sys, urllib.parse
import xml.etree.ElementTree as tree

found = [json.loads(line) for line in open("r.jsonl", encoding="utf-8")]
found = [f for f in found if "fingerprint" in f]
severities = collections.Counter(f["severity"] for f in found)
rules = collections.Counter((f["rule"], f["severity"]) for f in found)

# --- SARIF: the most severe ones, and the true totals.
log = json.load(open("r.sarif", encoding="utf-8"))
run = log["runs"][0]
assert log["version"] == "2.1.0"
described = run["tool"]["driver"]["rules"]
assert len({r["id"] for r in described}) == len(described) > 100
assert run["properties"]["found"] == len(found)
for severity in "error", "warning", "info":
    assert run["properties"][severity] == severities[severity]
results = run["results"]
assert len(results) == min(25000, len(found)) == run["properties"]["shown"]
levels = {"error": "error", "warning": "warning", "note": "info"}
shown = collections.Counter(levels[r["level"]] for r in results)
left = 25000
for severity in "error", "warning", "info":
    assert shown[severity] == min(left, severities[severity]), severity
    left -= shown[severity]
notices = run["invocations"][0].get("toolExecutionNotifications", [])
assert bool(notices) == (len(found) > 25000)
by_print = {(f["fingerprint"], f["line"]): f for f in found}
for r in results:
    assert described[r["ruleIndex"]]["id"] == r["ruleId"]
    place = r["locations"][0]["physicalLocation"]
    f = by_print[r["partialFingerprints"]["trunklift/v1"],
                 place["region"]["startLine"]]
    assert f["rule"] == r["ruleId"] and f["message"] == r["message"]["text"]
    assert urllib.parse.unquote(place["artifactLocation"]["uri"]) == f["input"]
    assert r["properties"]["pointer"] == f["pointer"]

# --- JUnit: a case a rule, and one of the inputs.
suite = tree.parse("r.junit").getroot().find("testsuite")
cases = {c.get("name").split()[0]: c for c in suite.iter("testcase")}
assert int(suite.get("tests")) == len(cases)
assert len(cases.pop("all")) == 0  # "all inputs were read"
assert set(cases) == {r["id"] for r in described}
failed = {rule for rule, severity in rules if severity == "error"}
assert failed == {name for name, case in cases.items()
                  if case.find("failure") is not None}
assert int(suite.get("failures")) == len(failed)
for name in failed:
    failure = cases[name].find("failure")
    count = rules[name, "error"]
    assert failure.get("message").startswith(f"{count:,} errors: ")
    lines = failure.text.splitlines()
    assert len(lines) == min(count, 100) + (count > 100), name
    if count > 100:
        assert lines[-1] == f"and {count - 100:,} more"
properties = {p.get("name"): int(p.get("value")) for p in suite.iter("property")}
assert properties == {"errors": severities["error"],
                      "warnings and notes":
                      severities["warning"] + severities["info"]}

# --- GitHub: ten of a level, which together stand for all.
lines = open("r.github", encoding="utf-8").read().splitlines()
totals = re.fullmatch(r"trunklift: findings: error ([\d,]+), warning ([\d,]+), "
                      r"info ([\d,]+)", lines.pop())
assert [int(t.replace(",", "")) for t in totals.groups()] == [
    severities[s] for s in ("error", "warning", "info")]
for severity, level in ("error", "error"), ("warning", "warning"), ("info", "notice"):
    marks = [m for m in (re.fullmatch(
        r"::%s file=([^,:]*),line=(\d+),title=([^:,]*)::(.*)" % level, line)
        for line in lines) if m]
    assert len(marks) == min(10, severities[severity]) or (
        len(marks) < 10 and severities[severity] > 10), level
    if severities[severity] > 10:
        stand_for = sum(int(re.match(r"([\d,]+) finding", m[4])[1].replace(",", ""))
                        for m in marks)
        assert stand_for == severities[severity], level
assert sum(line.startswith("::") for line in lines) == len(lines)

# --- Concise and text: a line each.
concise = open("r.concise", encoding="utf-8").read().splitlines()
assert len(concise) == len(found)
first = re.compile(r"(.*):(\d+): (error|warning|info) (TL\d+) ")
assert collections.Counter((m[4], m[3]) for m in map(first.match, concise)) == rules
text = open("r.text", encoding="utf-8").read()
body, end = text.split("\n\n", 1)
assert collections.Counter(
    (m[2], m[1]) for m in re.finditer(r"^  (error|warning|info) (TL\d+) ",
                                      body, re.M)) == rules
PY
every_report r
reports=("${every[@]}" --max-per-rule 0)
for jobs in 1 2; do
  run check --isolated -q "-j$jobs" "${reports[@]}" dump.ndjson
  expect_exit 1
  run_program python3 compare.py
  expect_exit 0
  mkdir "j$jobs" && mv r.* "j$jobs"
done
sed -i 's/timestamp="[^"]*"//' j*/r.junit
sed -i 's/"startTimeUtc":"[^"]*"//' j*/r.sarif
for file in j1/*; do
  cmp "$file" "j2/${file#*/}" || fail "-j2 gives another ${file#*/}"
done
lines=$(wc -l <j1/r.concise)
checks=$((checks + 1))
((lines > 25000)) || fail "there are too few findings: $lines"
run check --isolated -q "${reports[@]}" "$odd"
expect_exit 1
run_program python3 compare.py
expect_exit 0
run check --isolated -q --report sarif "$odd"
expect_stdout_contains '"uri":"odd%20name%3A%20100%25,%20%C3%A9&%3C/a%3Ab,c.ndjson"'

# A place may be as long as a document: it is shortened, and nothing is left out.
python3 - <<'PY'
import json
with open("long.ndjson", "w") as out:
    for i in range(60):
        out.write(json.dumps({
            "_id": f"d{i}", "pvt_type": "sys_info",
            "pvt_account_id": "0123456789abcdef0123456789abcdef",
            "account": {"auth_realm": "a.example.com", "trunks": 1},
            "servers": [{"auth": {"auth_method": "password", "auth_user": f"u{i}",
                                  "auth_password": "sevench"}, "options": {},
                         "DIDs": {"x" * 1000000: {}}}]}) + "\n")
PY
run check --isolated -q --select TL0211 --report sarif=r.sarif \
  --report junit=r.junit --report github=r.github long.ndjson
expect_exit 1
expect_equal "$(python3 - <<'PY'
import json, os, xml.etree.ElementTree as tree
run = json.load(open("r.sarif"))["runs"][0]
print(run["properties"]["found"], len(run["results"]),
      run["properties"]["shown"], "Notifications" in json.dumps(run["invocations"]))
failure = next(tree.parse("r.junit").getroot().iter("failure"))
print(failure.get("message")[:9], len(failure.text.splitlines()))
print(all(line.endswith("x: expected a number, found 1000000 characters that "
                        "are not one") for line in failure.text.splitlines()))
print(os.path.getsize("r.sarif") < 250000, os.path.getsize("r.junit") < 100000,
      os.path.getsize("r.github") < 50000)
PY
)" "60 60 60 False
60 errors 60
True
True True True"

# --- How ready accounts are, in the end of a report.
run check --isolated -q --report text "$TRUNKLIFT_SOURCE/fixtures/demo"
expect_stdout_contains "accounts   0 clean, 3 fixable, 0 lossy, 2 blocked"
expect_stdout_contains "not ready  blocked  c3a8f05d19e64b72b4d7106ea95c3c03  TL0001"
expect_stdout_contains "repair TL0206 address-malformed: it blocks 1 account, 1 of them alone"
run check --isolated -q --report jsonl "$TRUNKLIFT_SOURCE/fixtures/demo"
expect_stdout_contains '{"account":{"account_id":"d4b7a91e60c34d58a1f2e83b07d94d04","readiness":"blocked","documents":3,"rules":["TL0206"]}}'
expect_stdout_contains '"readiness":{"accounts":{"clean":0,"fixable":3,"lossy":0,"blocked":2}'
run check --isolated -q --report text --ignore all "$TRUNKLIFT_SOURCE/fixtures/demo"
expect_stdout_contains "accounts   0 clean, 3 fixable, 0 lossy, 2 blocked"

finish
