# The synthetic dump: its bytes, its key, and what becomes of planted flaws.
source "$(dirname "$0")/lib.sh"

# --- The same options, the same bytes.
run generate --documents 300 --seed 9 --flaws 30% --key a.key -o a.ndjson
expect_exit 0
expect_empty "$out"
run generate --documents 300 --seed 9 --flaws 0.3 --key b.key -o b.ndjson
expect_exit 0
expect_equal "$(sha256sum <a.ndjson)" "$(sha256sum <b.ndjson)"
expect_equal "$(sha256sum <a.key)" "$(sha256sum <b.key)"
run generate --documents 300 --seed 9 --flaws 30%
expect_exit 0
expect_equal "$(sha256sum <"$out")" "$(sha256sum <a.ndjson)"
run generate --documents 300 --seed 10 --flaws 30% -o c.ndjson
checks=$((checks + 1))
! cmp -s a.ndjson c.ndjson || fail "another seed, the same bytes"
# A shorter dump is the beginning of a longer one.
run generate --documents 100 --seed 9 --flaws 30% -o short.ndjson
checks=$((checks + 1))
cmp -s short.ndjson <(head -c "$(stat -c %s short.ndjson)" a.ndjson) ||
  fail "a shorter dump is not the beginning of a longer one"

# --- Without flaws there is nothing to reject.
run generate --documents 1000 --seed 4 --flaws 0 --key none.key -o sound.ndjson
expect_exit 0
expect_empty none.key
run migrate --to sqlite:sound.db sound.ndjson
expect_exit 0
expect_equal "$(query sound.db "SELECT count(*) FROM trunk")" 1000
expect_equal "$(query sound.db "SELECT count(*) FROM unconverted_document")" 0

# --- The key names documents of the dump.
python3 - >"$out" 2>"$err" <<'PY'
import json
lines = open("a.ndjson", "rb").read().split(b"\n")
entries = [json.loads(line) for line in open("a.key")]
assert 60 < len(entries) < 120, len(entries)
for entry in entries:
    assert 1 <= len(entry["flaws"]) <= 3, entry
    line = lines[entry["line"] - 1]
    try:
        document = json.loads(line)
    except ValueError:
        assert {"truncated-line", "invalid-utf8"} & set(entry["flaws"]), entry
        continue
    if isinstance(document, dict):
        assert document["_id"] == entry["document_id"], entry
print(len(entries))
PY
code=$?
last="the key"
expect_exit 0

# --- What becomes of a document with one flaw, against what the table of flaws
# says should. What the flaw adds to the findings shows in comparison with the
# same dump without flaws.
run generate --documents 24000 --seed 21 --flaws 80% --key key -o flawed.ndjson
expect_exit 0
run generate --documents 24000 --seed 21 --flaws 0 -o none.ndjson
expect_exit 0
run migrate --to sqlite:all.db --report jsonl=findings --rejects rejects \
  flawed.ndjson
expect_exit 1
run check --report jsonl=findings.sound none.ndjson
expect_exit 0
# What is sound is not complained of.
expect_lacks findings.sound '"severity":"warning"'
expect_lacks findings.sound '"severity":"error"'
cat >fates.py <<'PY'
import collections, glob, json, re, sqlite3, sys

fates = {}
for path in glob.glob(sys.argv[1] + "/*_flaws.cc"):
    text = open(path, encoding="utf-8").read()
    for name, fate in re.findall(
            r'\{\s*"([a-z0-9-]+)",\s*"[^"]*",\s*'
            r'(repaired|reported|rejected|skipped),', text):
        fates[name] = fate
assert len(fates) > 100, len(fates)

single = {}
for line in open("key"):
    entry = json.loads(line)
    if len(entry["flaws"]) == 1:
        single[entry["line"]] = entry["document_id"], entry["flaws"][0]
sound = collections.defaultdict(set)
for line in open("findings.sound"):
    finding = json.loads(line)
    if "rule" in finding:
        sound[finding["document_id"]].add((finding["rule"], finding["pointer"]))
found = collections.defaultdict(list)
for line in open("findings"):
    finding = json.loads(line)
    if "rule" in finding:
        found[finding["line"]].append(finding)
outcome = {}
database = sqlite3.connect("file:all.db?mode=ro", uri=True)
for line, what in database.execute("SELECT line, outcome FROM legacy_document"):
    outcome[line] = what
mark = b'{"trunklift_reject":'
for entry in open("rejects", "rb").read().split(mark)[1:]:
    note = json.loads(mark + entry.split(b"\n")[0])
    outcome[note["trunklift_reject"]["line"]] = "rejected"

seen = collections.defaultdict(collections.Counter)
examples = {}
for line, (document, flaw) in single.items():
    new = [f for f in found[line]
           if (f["rule"], f["pointer"]) not in sound[document]]
    what = outcome.get(line, "ignored")
    if what == "loaded":
        what = "loaded and told" if new else "loaded in silence"
    good = {"repaired": ("loaded and told",),
            "reported": ("loaded and told",),
            "rejected": ("rejected",),
            "skipped": ("deleted", "ignored")}[fates[flaw]]
    seen[flaw][what if what not in good else "as it should be"] += 1
    if what not in good:
        examples.setdefault((flaw, what),
                            (line, sorted({f["slug"] for f in new})))
missing = sorted(set(fates) - set(seen))
print("flaws without a document of their own:", " ".join(missing) or "none")
for flaw in sorted(seen):
    for what, count in sorted(seen[flaw].items()):
        if what != "as it should be":
            line, slugs = examples[flaw, what]
            print(f"disagreement: {flaw}: expected {fates[flaw]}, {what}"
                  f" ({count} of {sum(seen[flaw].values())}, as in line {line})",
                  *slugs)
PY
python3 fates.py "$TRUNKLIFT_SOURCE/lib/generate" >"$out" 2>"$err"
code=$?
last="the fates of flaws"
expect_exit 0
cat "$out"
expect_equal "$(cat "$out")" "flaws without a document of their own: none"

# --- Every planted flaw is found by the rule that the key names, wherever it
# stands and whatever stands beside it, and nothing is complained of but those.
cat >precision.py <<'PY'
import collections, json, sys

planted, expected = collections.defaultdict(list), collections.defaultdict(set)
for line in open(sys.argv[1]):
    entry = json.loads(line)
    assert len(entry["flaws"]) == len(entry["rules"]), entry
    planted[entry["line"]] += zip(entry["flaws"], entry["rules"])
    expected[entry["line"]].update(entry["allied"], *entry["rules"])
found, loud = collections.defaultdict(set), collections.defaultdict(set)
for line in open(sys.argv[2]):
    finding = json.loads(line)
    if "rule" in finding:
        found[finding["line"]].add(finding["slug"])
        if finding["severity"] != "info":
            loud[finding["line"]].add(finding["slug"])
flaws = 0
for line, its in planted.items():
    for flaw, rules in its:
        flaws += 1
        if not found[line] & set(rules):
            print(f"line {line}: {flaw} is not found, among", *its)
for line, slugs in loud.items():
    for slug in slugs - expected[line]:
        print(f"line {line}: {slug} is not planted, among", *planted[line])
assert flaws > int(sys.argv[3]), flaws
PY
for plan in "1 100% 3000" "2 60% 1500" "3 5% 100" "4 5% 100"; do
  read -r seed share least <<<"$plan"
  run generate --documents 3000 --seed "$seed" --flaws "$share" --key some.key \
    -o some.ndjson
  expect_exit 0
  run check --report jsonl=some.findings some.ndjson
  expect_exit 1
  python3 precision.py some.key some.findings "$least" >"$out" 2>"$err"
  code=$?
  last="the findings of seed $seed against its key"
  expect_exit 0
  expect_empty "$out"
done

finish
