# Ids, keys and pointers that are as long as a document: shortened in what
# people read, whole in what is data, and whole in what tells findings apart.
source "$(dirname "$0")/lib.sh"

cat >make.py <<'PY'
import json, sys

size, count = int(sys.argv[1]), int(sys.argv[2])

def document(name, account, servers):
    return json.dumps({
        "_id": name, "pvt_type": "sys_info", "pvt_account_id": account,
        "account": {"auth_realm": "r.example.com", "trunks": 1},
        "servers": servers}, ensure_ascii=False)

def server(i, **more):
    return {"auth": {"auth_method": "Password", "auth_user": f"u{i}",
                     "auth_password": f"long enough {i}"},
            "options": {}, "DIDs": {"+14155550100": {}}, **more}

# Characters of two, three and four bytes, so that a cut by bytes shows.
of_size = lambda size, letter: "é€😀" * (size // 9) + letter * 3
long = lambda letter: of_size(size, letter)
medium = lambda letter: of_size(999, letter)

# One id and many findings, of the document and across documents.
print(document(medium("a"), medium("A"), [server(i) for i in range(count)]))
print(document(medium("b"), medium("A"), [server(i + count) for i in range(9)]))
print(document(long("c"), "other", [server("c", DIDs={})]))
print(document("claims", "other", [server("o")]))
# One key and many findings below it: a number of an odd kind.
broken = {"+1" + "415555" * (size // 6): {"failover": {
    "e164": "x", "e164 ": "y"}, "options": list(range(count))}}
print(document("key", "other", [server("k", DIDs=broken)]))
# A key twice, deep below long ones.
twice = '{"' + long("k") + '":{"a":[' + ",".join(
    ['{"x":1,"x":2}'] * count) + ']}}'
print(document("twice", "other", []).replace('"servers": []',
                                             f'"servers":[],"odd":{twice}'))
deep = '{"' + '":{"'.join(f"{i} {'d' * 200}" for i in range(300)) + '":[' + \
    ",".join(['{"x":1,"x":2}'] * count) + "]" + "}" * 300
print(document("deep", "other", []).replace('"servers": []',
                                            f'"servers":[],"odd":{deep}'))
PY
python3 make.py 200000 600 >dump.ndjson

# In little memory (more in sanitizers' builds): with whole ids the reports alone
# would have more.
cat >small.py <<'PY'
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
sys.exit(code if peak < 500_000 else 99)
PY
small() { python3 small.py "$TRUNKLIFT" "$@"; }

reports() {  # jobs name
  every_report "$2"
  run_program small check dump.ndjson "-j$1" --quiet --fail-on never \
    --max-per-rule 0 "${every[@]}" \
    --write-baseline "$2.baseline" --rejects "$2.rejects"
  expect_exit 0
  sed -i 's/"startTimeUtc":"[^"]*"//' "$2.sarif"
  sed -i 's/ timestamp="[^"]*"//' "$2.junit"
}
reports 1 one
reports 8 eight
for one in one.*; do
  run_program cmp "$one" "eight.${one#*.}"
  expect_exit 0
done

cat >look.py <<'PY'
import json, os, re, sys

size, count = 200000, 600
of_size = lambda size, letter: "é€😀" * (size // 9) + letter * 3
long = lambda letter: of_size(size, letter)
medium = lambda letter: of_size(999, letter)
mark = re.compile("…\\((\\d+) bytes, [0-9a-f]{16}\\)…")

def like(shown, whole):
    """Whether that is what is shown of it."""
    if len(whole) <= 256:
        return shown == whole
    return (shown[:100] == whole[:100] and shown[-100:] == whole[-100:] and
            mark.fullmatch(shown[100:-100]) and
            int(mark.search(shown)[1]) == len(whole.encode()))

findings = []
for line in open("one.jsonl", encoding="utf-8", errors="strict"):
    assert len(line) < 3000, len(line)
    line = json.loads(line)
    if "fingerprint" in line:
        findings.append(line)
    elif "account" in line:
        account = line["account"]["account_id"]
        assert account == "other" or like(account, medium("A"))
assert len(findings) > 4 * count
ids = {f["document_id"] for f in findings}
assert len(ids) == 7
for whole in medium("a"), medium("b"), long("c"):
    assert any(like(i, whole) for i in ids), ids
assert {f["account_id"] for f in findings} == {"other"} | {
    f["account_id"] for f in findings if like(f["account_id"], medium("A"))}
twice = [f for f in findings
         if f["document_id"] == "twice" and f["slug"] == "duplicate-key"]
assert len(twice) == count
for i, f in enumerate(twice):
    whole = f"/odd/{long('k')}/a/{i}/x"
    assert like(f["pointer"], whole), f["pointer"]
deep = [f for f in findings
        if f["document_id"] == "deep" and f["slug"] == "duplicate-key"]
assert len(deep) == count
for i, f in enumerate(deep):
    whole = "/odd/" + "/".join(f"{n} {'d' * 200}" for n in range(300))
    assert like(f["pointer"], whole + f"/{i}/x"), f["pointer"]
# Those that look alike are told apart, by what is shown and by fingerprint.
for some in twice, deep, findings:
    assert len({f["fingerprint"] for f in some}) == len(some)
assert len({f["pointer"] for f in twice}) == count
claims = [f for f in findings if f["slug"] == "number-claimed-twice"]
assert len(claims) == count + 9 - 1
assert all(mark.search(f["message"]) for f in claims)

# No report is out of proportion to its findings.
for name in os.listdir("."):
    if not name.startswith("one.") or name == "one.rejects":
        continue
    text = open(name, encoding="utf-8", errors="strict").read()
    assert len(text) < 1500 * len(findings) + 200_000, (name, len(text))
    if name not in ("one.junit", "one.sarif"):  # they have long lines of ours
        assert max(map(len, text.split("\n"))) < 5000, name
    assert long("a")[:200] not in text, name
PY
run_program python3 look.py
expect_exit 0

# --- Borders of characters: a name of 256 characters is whole, one of 257 not.
for character in a é € 😀; do
  for length in 256 257; do
    python3 - "$character" $length >id.json <<'PY'
import json, sys
print(json.dumps({"_id": sys.argv[1] * int(sys.argv[2]), "pvt_type": "sys_info",
                  "pvt_account_id": "acc", "servers": [1]}))
PY
    run check id.json --quiet --fail-on never --report concise
    run_program python3 - "$out" "$character" $length <<'PY'
import re, sys
line = open(sys.argv[1], encoding="utf-8", errors="strict").readline()
character, length = sys.argv[2], int(sys.argv[3])
shown = re.search(r"acc/(\S+( bytes, \S+)?) /", line)[1]
if length == 256:
    assert shown == character * 256, shown
else:
    size = length * len(character.encode())
    want = f"{character * 100}…\\({size} bytes, [0-9a-f]{{16}}\\)…{character * 100}"
    assert re.fullmatch(want, shown), shown
PY
    expect_exit 0
  done
done

# --- What is known by its fingerprint stays known.
run_program small check dump.ndjson --quiet --baseline one.baseline \
  --report concise
expect_exit 0
expect_empty "$out"
run_program small diff one.jsonl eight.jsonl --format json
expect_exit 0
expect_stdout_contains '"new":0,"fixed":0,'

# --- Suppressions see what is shown; a whole id does as well.
python3 - <<'PY'
import json
shown = next(f["account_id"] for f in map(json.loads, open("one.jsonl"))
             if len(f.get("account_id", "")) > 100)
whole = "é€😀" * (999 // 9) + "AAA"
rules = sorted({f["rule"] for f in map(json.loads, open("one.jsonl"))
                if f.get("account_id") == shown})
for name, account in (("shown", shown), ("whole", whole)):
    with open(name, "w") as out:
        for rule in rules:
            print(json.dumps({"rule": rule, "account": account, "reason": "r"}),
                  file=out)
PY
for name in shown whole; do
  run_program small check dump.ndjson --quiet --suppressions $name \
    --report concise --fail-on never
  expect_exit 0
  expect_stdout_contains "other/key"
  run_program grep -c "AAA/" "$out"
  expect_equal "$(cat "$out")" 0
done

# --- Data is whole: rejected documents, records, repaired documents.
run_program python3 - <<'PY'
import json
whole = {json.loads(line)["_id"] for line in open("dump.ndjson")}
lines = open("one.rejects").read().split("\n")
notes = [json.loads(line)["trunklift_reject"] for line in lines[:-1:2]]
assert notes and lines[1::2] and set(lines[1::2]) <= set(
    open("dump.ndjson").read().split("\n"))
for note in notes:
    assert note["document_id"] in whole
    assert all(len(r["pointer"]) <= 256 for r in note["reasons"])
PY
expect_exit 0
python3 make.py 200000 3 >few.ndjson
run migrate few.ndjson --to sqlite:a.db --quiet --report concise=m
expect_exit 1
query a.db "SELECT max(length(account_id)), max(length(document_id)) FROM (
  SELECT account_id, document_id FROM legacy_document
  UNION SELECT account_id, document_id FROM unconverted_document)" >lengths
expect_equal "$(cat lengths)" "$((999 / 9 * 3 + 3))|$((200000 / 9 * 3 + 3))"
run_program small fix --lossy dump.ndjson --quiet -o fixed.ndjson
expect_exit 0
run_program python3 - <<'PY'
import json
ids = lambda path: [json.loads(line)["_id"] for line in open(path)]
assert ids("dump.ndjson") == ids("fixed.ndjson")
PY
expect_exit 0
run_program small fix --lossy --diff dump.ndjson --quiet
expect_exit 0
cp "$out" fixed.diff
expect_contains fixed.diff "(200001 bytes, "
expect_equal "$(awk 'length > 3000' fixed.diff | wc -l)" 0
finish
