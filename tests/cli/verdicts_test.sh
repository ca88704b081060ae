# Verdicts of the schema against those the platform itself gave.
source "$(dirname "$0")/lib.sh"
cases=$TRUNKLIFT_SOURCE/fixtures/platform

# Documents of other kinds are not checked.
cat >checked.py <<'PY'
import json, sys
cases, verdicts, out = sys.argv[1:]
kept = set()
for case in map(json.loads, open(cases)):
    for document in case.get("docs") or [case["doc"]]:
        if document.get("pvt_type") == "sys_info":
            kept.add((case["id"], document["_id"]))
with open(out, "w") as to:
    for line in open(verdicts):
        verdict = json.loads(line)
        if (verdict["id"], verdict["doc"]) in kept:
            to.write(line)
PY
for set in crafted random wild; do
  python3 "$cases/to_dump.py" <"$cases/$set/cases.ndjson" >"$set.ndjson"
  mkdir "$set"
  cp "$cases/$set/cases.ndjson" "$set"
  cp "$cases/$set/validate.ndjson" "$set"
  [[ $set != wild ]] ||
    python3 checked.py "$cases"/wild/{cases,validate}.ndjson wild/validate.ndjson
  for threads in 1 2; do
    run check --strict --report jsonl "-j$threads" "$set.ndjson"
    expect_exit 1
    cp "$out" "$set.$threads.jsonl"
  done
  cmp "$set.1.jsonl" "$set.2.jsonl" || fail "$set: -j2 gives other findings"

  python3 "$cases/compare_validate.py" "$set/cases.ndjson" \
    "$set/validate.ndjson" "$set.1.jsonl" >"$out" 2>"$err"
  code=$?
  last="compare_validate.py, $set"
  expect_exit 0
  tail -n 1 "$out"

  # Not only the verdict: the very set of paths and keywords.
  python3 - "$set" "$set.1.jsonl" >"$out" 2>"$err" <<'PY'
import collections, json, sys
folder, findings = sys.argv[1:]
read = lambda path: [json.loads(line) for line in open(path) if line.strip()]
accounts = {case["id"]: case["account_id"]
            for case in read(folder + "/cases.ndjson")}
found = collections.defaultdict(set)
for finding in read(findings):
    if finding.get("keyword"):
        path = ".".join(step.replace("~1", "/").replace("~0", "~")
                        for step in finding["pointer"].split("/")[1:])
        found[finding["account_id"], finding["document_id"]].add(
            (path, finding["keyword"]))
        assert finding["severity"] == "error", finding
differ = total = errors = 0
for case in read(folder + "/validate.ndjson"):
    expected = {(e["path"], e["rule"]) for e in case["errors"]}
    got = found.get((accounts[case["id"]], case["doc"]), set())
    total += 1
    errors += len(expected)
    if got != expected:
        differ += 1
        print(case["id"], case["doc"], "missing", sorted(expected - got),
              "too many", sorted(got - expected))
print("the same paths and keywords in", total - differ, "of", total,
      "documents with", errors, "violations")
sys.exit(differ > 0 or errors == 0)
PY
  code=$?
  last="paths and keywords, $set"
  expect_exit 0
  tail -n 1 "$out"
done

finish
