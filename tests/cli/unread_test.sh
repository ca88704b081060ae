# What was not read is said in every report, and counts as fixed in no other.
source "$(dirname "$0")/lib.sh"

run generate --documents 60 --seed 3 --flaws 40% -o dump.ndjson
gzip -k dump.ndjson
head -c 3000 dump.ndjson.gz >cut.ndjson.gz
echo '{"_id":"a","pvt_type":"account"}' >fine.ndjson

every_report r

# says INPUT REASON: the reports of the last run do.
says() {
  expect_contains r.concise "error: cannot read $1: $2"
  expect_contains r.text "not read   error: cannot read $1: $2"
  expect_contains r.github "::error title=not read::cannot read $1: $2"
  expect_equal "$(python3 - "$1" "$2" <<'PY'
import json, sys
import xml.etree.ElementTree as xml
name, reason = sys.argv[1:]
words = f"cannot read {name}: {reason}"
summary = json.loads(open("r.jsonl").read().splitlines()[-1])["summary"]
assert summary["complete"] is False
assert any(one["input"] == name and one["reason"].startswith(reason)
           for one in summary["unread"]), summary
call = json.load(open("r.sarif"))["runs"][0]["invocations"][0]
assert call["executionSuccessful"] is False
assert any(one["level"] == "error" and one["message"]["text"].startswith(words)
           for one in call["toolExecutionNotifications"]), call
suite = xml.parse("r.junit").getroot()[0]
assert suite.get("errors") == "1"
cases = suite.findall("testcase")
assert len(cases) == int(suite.get("tests"))
failed = [case for case in cases if case.find("error") is not None]
assert [case.get("name") for case in failed] == ["all inputs were read"]
assert words in failed[0].find("error").text
print("said")
PY
)" said
}

# Cut, damaged, missing.
run check --isolated "${every[@]}" fine.ndjson cut.ndjson.gz
expect_exit 3
says cut.ndjson.gz ""
run check --isolated "${every[@]}" fine.ndjson missing.ndjson
expect_exit 3
says missing.ndjson "No such file"
: >empty.ndjson
run check --isolated "${every[@]}" empty.ndjson
expect_exit 3
expect_contains r.concise "error: the inputs hold no documents"
expect_contains r.junit "the inputs hold no documents"
expect_contains r.jsonl '"reason":"the inputs hold no documents"'

# All was read: no report says anything of it.
run check --isolated "${every[@]}" fine.ndjson
expect_exit 0
for report in r.*; do
  expect_lacks "$report" "cannot read"
  expect_lacks "$report" '"complete"'
done
expect_contains r.sarif '"executionSuccessful":true'
expect_contains r.junit 'errors="0"'
expect_contains r.junit 'name="all inputs were read" time="0"/>'

# Nothing is fixed by not being read.
run check --isolated -q --report jsonl=whole dump.ndjson
run check --isolated -q --report jsonl=part cut.ndjson.gz
expect_exit 3
run diff --isolated whole part
expect_exit 1
expect_equal "$(sed -n '1s/persisting [0-9]*/persisting P/;1s/unknown [0-9]*/unknown U/p' "$out")" \
  "new 1, fixed 0, persisting P, unknown U"
expect_stderr_contains "warning: part: its run did not read all of its inputs: what it lacks counts as unknown, and not as fixed"
run diff --isolated --format json whole part
expect_equal "$(python3 -c '
import json, sys
d = json.load(open(sys.argv[1]))
print(d["fixed"], d["unknown"] > 0,
      sum(r["unknown"] for r in d["rules"]) == d["unknown"])' "$out")" "0 True True"
run diff --isolated part whole
expect_exit 1
expect_stderr_contains "warning: part: its run did not read all of its inputs: what seems new may have been there before"

# A password in the name of an input is in none of them.
run check --isolated "${every[@]}" https://u:CANARY@127.0.0.1/db fine.ndjson
expect_exit 3
for report in r.* "$err"; do expect_lacks "$report" CANARY; done
says 'https://u:***@127.0.0.1/db' "No such file"

finish
