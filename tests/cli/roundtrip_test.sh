# Original documents, rebuilt from the database: nothing is lost.
source "$(dirname "$0")/lib.sh"

# Every sys_info document of the inputs that is not superseded, equal as JSON
# down to the text of its numbers.
cat >compare.py <<'PY'
import json, sys
rebuilt, *inputs = sys.argv[1:]
def parse(line):
    return json.loads(line, parse_float=str, parse_int=lambda t: "i" + t)
def key(document):
    return document.get("pvt_account_id"), document.get("_id")
def generation(document):
    return int(str(document.get("_rev", "0")).split("-")[0])
def documents(path):
    text = open(path).read()
    try:
        whole = parse(text)
        yield from whole if isinstance(whole, list) else [whole]
    except ValueError:
        for line in text.splitlines():
            try:
                yield parse(line)
            except ValueError:
                pass  # cut short on purpose
expected, count = {}, 0
for path in inputs:
    for document in documents(path):
        # Without pvt_type, `type` tells.
        kind = document.get("pvt_type", document.get("type"))
        # Those of another kind that have servers are rejected, and kept.
        if kind != "sys_info" and not document.get("servers"):
            continue
        count += 1
        old = expected.get(key(document))
        if old is None or generation(old) <= generation(document):
            expected[key(document)] = document
verbatim = set()
for path in inputs:
    verbatim.update(open(path).read().splitlines())
got, twice, broken = {}, 0, 0
for line in open(rebuilt):
    try:
        document = parse(line)
    except ValueError:
        # What is no JSON comes back as it was.
        broken += 1
        assert line.rstrip("\n") in verbatim, line[:200]
        continue
    twice += key(document) in got
    got[key(document)] = document
wrong = 0
for name, document in expected.items():
    if got.get(name) != document:
        wrong += 1
        if wrong <= 5:
            print("differs:", name)
            print("  expected", json.dumps(document)[:1500])
            print("  rebuilt ", json.dumps(got.get(name))[:1500])
extra = [name for name in got if name not in expected]
print(f"{len(expected) - wrong} of {len(expected)} documents rebuilt,",
      f"{twice} of them twice, {len(extra)} others {extra[:3]},",
      f"{broken} broken lines as they were")
sys.exit(bool(wrong or twice or extra or not expected))
PY

round_trip() {  # name input...
  local name=$1
  shift
  run migrate --to "sqlite:$name.db" "$@"
  [[ $code == 0 ]] || expect_exit 1
  run rebuild --from "sqlite:$name.db" -o "$name.rebuilt"
  expect_exit 0
  run rebuild --from "sqlite:$name.db"
  expect_exit 0
  expect_equal "$(sha256sum <"$out")" "$(sha256sum <"$name.rebuilt")"
  python3 compare.py "$name.rebuilt" "$@" >"$out" 2>"$err"
  code=$?
  last="the round trip of $name"
  expect_exit 0
  echo "$name: $(tail -n 1 "$out")"
}

round_trip demo "$TRUNKLIFT_SOURCE"/fixtures/demo/*
run generate --documents 500 --seed 5 --flaws 40% -o generated.ndjson
sed -i -n '/^{.*}$/p' generated.ndjson
# Keys that come twice are lost in Python's reading, not in ours.
python3 - <<'PY'
import json
def once(pairs):
    if len(dict(pairs)) < len(pairs):
        raise ValueError
    return dict(pairs)
kept = []
for line in open("generated.ndjson", "rb"):
    try:
        json.loads(line, object_pairs_hook=once)
        kept.append(line)
    except ValueError:
        pass
open("generated.ndjson", "wb").writelines(kept)
PY
round_trip generated generated.ndjson

cases=$TRUNKLIFT_SOURCE/fixtures/platform
for set in crafted random wild; do
  python3 "$cases/to_dump.py" <"$cases/$set/cases.ndjson" >"$set.ndjson"
  round_trip "$set" "$set.ndjson"
done

finish
