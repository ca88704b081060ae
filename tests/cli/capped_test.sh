# A report lists twenty findings of one rule in one document, and says how many
# more there are; what is counted and decided knows all of them.
source "$(dirname "$0")/lib.sh"

cat >make.py <<'PY'
import json

def server(k, i):
    return {
        "server_name": f"s{i}",
        "auth": {"auth_method": "Password", "auth_user": f"u{i}",
                 "auth_password": f"long enough {i}"},
        "options": {"enabled": True, "caller_id": {"cid_number": "+14155550100"}},
        "DIDs": {f"+1415555010{k}": {}, f"+1415{k}{i:06}": {}}}

def document(k, name, servers):
    return {"_id": name, "pvt_type": "sys_info", "pvt_account_id": "acc",
            "pvt_account_db": "account/ac/c/x",
            "account": {"auth_realm": "r.example.com", "trunks": servers,
                        "inbound_trunks": servers},
            "servers": [server(k, i) for i in range(servers)]}

# Beside 30 values that normalization repairs, 25 that nothing does.
broken = document(3, "broken", 30)
for i in range(30):
    options = broken["servers"][i]["options"]
    options["inbound_format"] = "e.164"
    if i < 25:
        options["enabled"] = [i]
for d in document(1, "many", 30), document(2, "few", 3), broken:
    print(json.dumps(d))
PY
python3 make.py >dump.ndjson

every_report r
run check dump.ndjson -j1 --quiet "${every[@]}" \
  --write-baseline r.baseline --rejects r.rejects
expect_exit 0  # a baseline was written
run check dump.ndjson --quiet --select TL0001,TL0301
expect_exit 1
expect_equal "$(cat "$out")" "$(cat "$TRUNKLIFT_SOURCE/tests/cli/capped.txt")"

# --- The same from eight threads.
every_report r8
run check dump.ndjson -j8 --quiet "${every[@]}" \
  --write-baseline r8.baseline --rejects r8.rejects
sed -i 's/"startTimeUtc":"[^"]*"/"startTimeUtc":""/' r.sarif r8.sarif
sed -i 's/ timestamp="[^"]*"//' r.junit r8.junit
for name in $formats baseline rejects; do
  run_program cmp r.$name r8.$name
  expect_exit 0
done

# --- All of them, and none but those.
every_report all
run check dump.ndjson --quiet --max-per-rule 0 "${every[@]}" \
  --write-baseline all.baseline --rejects all.rejects
for name in jsonl baseline rejects; do  # for programs: the option says nothing
  run_program cmp r.$name all.$name
  expect_exit 0
done
# Reasons of a rejected document hold 20 of a rule, and say how many more.
expect_equal "$(sed -n 's/^{"trunklift_reject"/&/p' all.rejects | python3 -c '
import collections, json, sys
for line in sys.stdin:
    reasons = json.loads(line)["trunklift_reject"]["reasons"]
    counts = collections.Counter((r["rule"], r["severity"]) for r in reasons)
    print(max(counts.values()), [r["more"] for r in reasons if "more" in r])
' | sort | uniq -c | tr -s ' ')" " 1 20 [5, 10, 5]"
run check dump.ndjson --quiet --max-per-rule 2 --report jsonl=two.jsonl \
  --report concise=two.concise --write-baseline two.baseline
run_program cmp all.baseline two.baseline
expect_exit 0

cat >compare.py <<'PY'
import collections, json, re
import xml.etree.ElementTree as tree

def jsonl(path):
    lines = [json.loads(line) for line in open(path)]
    findings = [line for line in lines if "rule" in line]
    return findings, [line for line in lines if "rule" not in line]

all_, all_rest = jsonl("all.jsonl")
groups = collections.Counter(
    (f["document_id"], f["rule"], f["severity"]) for f in all_)
assert groups["many", "TL0301", "warning"] == 29, groups
assert groups["broken", "TL0001", "error"] == 25, groups
assert groups["broken", "TL0001", "warning"] == 30, groups

# --- Counts, readiness and the summary do not know of the limit.
two, two_rest = jsonl("two.jsonl")
assert two_rest == all_rest
shown = collections.Counter()
for f in two:
    group = f["document_id"], f["rule"], f["severity"]
    shown[group] += 1
    rest = groups[group] - 2
    assert f.get("more") == (rest if shown[group] == 2 and rest > 0 else None)
assert shown == {group: min(n, 2) for group, n in groups.items()}

more = re.compile(r" \.\.\. and ([\d,]+) more of this rule in this document$")

def capped(lines, most, group_of):
    """How many findings of each group are listed, and how many in all."""
    listed, total = collections.Counter(), collections.Counter()
    for line in lines:
        group = group_of(line)
        listed[group] += 1
        rest = more.search(line)
        total[group] += 1 + (int(rest[1].replace(",", "")) if rest else 0)
        assert not rest or listed[group] == most
    assert max(listed.values()) == most
    return total

def concise_group(line):
    severity, rule, _, document = line.split(": ")[1].split()[:4]
    return document.split("/")[1], rule, severity

for path, most in ("r.concise", 20), ("two.concise", 2):
    assert capped(open(path).read().splitlines(), most, concise_group) == groups
assert not any(more.search(line) for line in open("all.concise"))
assert len(open("all.concise").read().splitlines()) == len(all_)

# --- Text: what stands behind the findings is the same.
def ends(path):
    return open(path).read().split("\n\n")[-1]
assert ends("r.text") == ends("all.text")
assert open("all.text").read().count("number-claimed-twice /") == sum(
    f["rule"] == "TL0301" for f in all_)

# --- SARIF: less is listed than was found.
few, whole = (json.load(open(p))["runs"][0] for p in ("r.sarif", "all.sarif"))
assert len(whole["results"]) == whole["properties"]["found"] == len(all_)
assert whole["properties"]["shown"] == len(all_)
assert few["properties"] == {**whole["properties"],
                             "shown": len(few["results"])}
severity = {"error": "error", "warning": "warning", "note": "info"}
total = capped(
    [f'{r["properties"]["document_id"]} {r["ruleId"]} {severity[r["level"]]} '
     f'{r["message"]["text"]}' for r in few["results"]], 20,
    lambda line: tuple(line.split()[:3]))
assert total == groups
notice = few["invocations"][0]["toolExecutionNotifications"][0]["message"]
assert notice["text"] == (
    f'{len(all_)} findings, of which {len(few["results"])} are listed: the most '
    'severe ones, and the first ones of a rule in a document'), notice
assert "toolExecutionNotifications" not in whole["invocations"][0]

# --- JUnit: the numbers of all.
def suite(path):
    root = tree.parse(path).getroot().find("testsuite")
    return ({p.get("name"): p.get("value") for p in root.iter("property")},
            [(c.get("name"), c.find("failure") is not None and
              c.find("failure").get("message")) for c in root.iter("testcase")],
            [t for c in root.iter("testcase") for f in c.iter("failure")
             for t in f.text.splitlines()] +
            root.find("system-out").text.splitlines())
few, whole = suite("r.junit"), suite("all.junit")
assert few[:2] == whole[:2]
assert sum(bool(more.search(line)) for line in few[2]) == sum(
    n > 20 for n in groups.values())
assert not any(more.search(line) for line in whole[2])

# --- Annotations: where there are more than ten, each stands for a rule.
for line in "::warning ", "::notice ", "::error ":
    few, whole = ([x for x in open(p) if x.startswith(line)]
                  for p in ("r.github", "all.github"))
    assert few == whole and few, (few, whole)
assert open("r.github").readlines()[-1] == open("all.github").readlines()[-1]
PY
run_program python3 compare.py
expect_exit 0

# --- Thresholds and the exit code know all of them, shown or not.
for most in 0 1 20; do
  run check dump.ndjson --quiet --max-per-rule $most --report concise=x \
    --max-errors 24
  expect_exit 1
  run check dump.ndjson --quiet --max-per-rule $most --report concise=x \
    --max-errors 25
  expect_exit 0
done

# --- A baseline has all; suppressions take from what is shown and counted.
run check dump.ndjson --baseline r.baseline --report concise
expect_exit 0
expect_empty "$out"
expect_stderr_contains "not shown: known "
echo '{"rule":"TL0301","pointer":"/servers/1*/**","reason":"known"}' >s.jsonl
run check dump.ndjson --quiet --select TL0301 --suppressions s.jsonl \
  --report concise --max-per-rule 5
expect_stdout_contains "... and "
run_program python3 - "$out" <<'PY'
import collections, json, re, sys
want = collections.Counter(
    f["document_id"] for f in map(json.loads, open("all.jsonl"))
    if f.get("rule") == "TL0301" and not f["pointer"].startswith("/servers/1"))
got = collections.Counter()
for line in open(sys.argv[1]):
    rest = re.search(r"\.\.\. and (\d+) more", line)
    got[line.split()[4].split("/")[1]] += 1 + int(rest[1] if rest else 0)
assert got == want, (got, want)
PY
expect_exit 0

# --- migrate reports in the same way, and the configuration file knows it.
echo 'max-per-rule=3' >trunklift.conf
run migrate dump.ndjson --to sqlite:a.db --quiet --report concise=few
expect_exit 1
run_program grep -c "TL0301.*acc/many" few
expect_equal "$(cat "$out")" 3
expect_contains few "... and 26 more of this rule in this document"
run migrate dump.ndjson --to sqlite:b.db --quiet --report concise=all \
  --max-per-rule 0
expect_lacks all "more of this rule"
contents a.db >a
expect_same_contents b.db a

# --- Lines of our own files that no finding is found for: so many of a file.
rm trunklift.conf
for i in $(seq 30); do echo '{"rule":"TL0217","reason":"no more"}'; done >none
run check dump.ndjson --quiet --select TL0402 --suppressions none --report concise
expect_equal "$(wc -l <"$out")" 20
expect_stdout_contains "none:20: warning TL0402 suppression-unused: the suppression of TL0217 covers nothing: no more ... and 10 more of this rule in this document"

for wrong in -1 x ''; do
  run check dump.ndjson --max-per-rule="$wrong"
  expect_usage_error
done

# --- One document with more than memory holds of what comes at the end.
python3 - >wide.ndjson <<'PY'
import json
servers = [{"auth": {"auth_user": f"u{i}", "auth_password": "p" * 12},
            "DIDs": {f"+1415{n:07}": {} for n in range(1500)}}
           for i in range(20)]
print(json.dumps({"_id": "wide", "pvt_type": "sys_info", "pvt_account_id": "acc",
                  "servers": servers}))
PY
run check wide.ndjson --isolated --quiet --select TL0301 --report concise \
  --report jsonl=wide.jsonl --fail-on never
expect_equal "$(wc -l <"$out")" 20
expect_stdout_contains "... and 28,480 more of this rule in this document"
expect_equal "$(grep -c '"rule":"TL0301"' wide.jsonl)" 28500
# The first ones, in the order in which they come.
expect_equal "$(sed 's/.*twice [^ ]* \([^ ]*\): .*/\1/' "$out")" \
  "$(sed -n '1,20s/.*"pointer":"\([^"]*\)".*/\1/p' wide.jsonl)"
finish
