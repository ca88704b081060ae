# Documents that are nested deeply: a limit, and all stages up to the highest.
source "$(dirname "$0")/lib.sh"

# For each depth: a member that is no part of the schema, and parts that
# normalization, binding and conversion look into.
python3 - <<'PY' || fail "the inputs cannot be written"
import json

def trunks(i):
    return {"_id": f"d{i}", "_rev": "1-a", "pvt_type": "sys_info",
            "pvt_account_id": "a" * 32,
            "account": {"trunks": 2, "auth_realm": "r.example"},
            "servers": [{"server_name": "x",
                         "auth": {"auth_method": "Password", "auth_user": "u",
                                  "auth_password": "p"},
                         "options": {"enabled": True,
                                     "inbound_format": "e164"},
                         "DIDs": {"+12065550100": {}}}]}

def nested(shape, depth):
    opening, inside, closing = shape
    return opening * depth + inside + closing * depth

ARRAYS, OBJECTS = ("[", "", "]"), ('{"a":', "1", "}")
TWICE, FAILOVER = ('{"a":1,"a":', "1", "}"), ('{"failover":', "{}", "}")
PLACES = (["zz"], ["account", "zz"], ["account", "caller_id"], ["servers"],
          ["servers", 0, "zz"], ["servers", 0, "options", "flags"],
          ["servers", 0, "options", "failover"], ["servers", 0, "auth"],
          ["servers", 0, "DIDs"], ["servers", 0, "DIDs", "+12065550100"],
          ["_revisions"])

def document(i, path, shape, depth):
    root = inner = trunks(i)
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = "@"
    return json.dumps(root).replace('"@"', nested(shape, depth - len(path)))

for depth in 1024, 1025, 2000:
    with open(f"top-{depth}", "w") as file:
        file.write(document(1, ["zz"], OBJECTS, depth) + "\n")
    with open(f"array-{depth}", "w") as file:
        file.write(nested(ARRAYS, depth) + "\n")
with open("places-2000", "w") as file:
    for path in PLACES:
        for shape in ARRAYS, OBJECTS, FAILOVER:
            file.write(document(path, path, shape, 2000) + "\n")
    file.write(document("twice", ["zz"], TWICE, 300) + "\n")
    for kind in "account", "limits", "number", "other":
        file.write('{"_id":"%s","pvt_type":"%s","pvt_account_id":"%s","x":%s}\n'
                   % (kind, kind, "a" * 32, nested(OBJECTS, 1999)))
with open("any.json", "w") as file:
    json.dump({"items": {"$ref": "#"}, "uniqueItems": True,
               "additionalProperties": {"$ref": "#"}}, file)
PY

# --- What is as deep as the limit is read, what is deeper is not.
run check top-1024
expect_exit 0
run check top-1025
expect_exit 1
expect_stdout_contains \
  "json-syntax: nested too deeply, the limit is 1,024 (--max-depth)"
expect_stderr_contains "unreadable 1"
run check --max-depth 1025 top-1025
expect_exit 0
run check --max-depth 4 --schema any.json top-1024
expect_exit 1
expect_stdout_contains "the limit is 4 (--max-depth)"
run migrate --to sqlite:refused.db --report text top-1025
expect_exit 1
expect_stdout_contains "the limit is 1,024 (--max-depth)"
run scan top-1024 top-1025
expect_exit 0
expect_stdout_contains "1  unreadable"
run scan --max-depth 1025 top-1024 top-1025
expect_stdout_contains "2  sys_info"
expect_lacks "$out" "1  unreadable"

# --- The highest limit is one that every stage survives.
for jobs in 1 3; do
  run check -j$jobs --max-depth 2000 places-2000 array-2000
  expect_exit 1
  expect_lacks "$out" TL0002
  run check -j$jobs --max-depth 2000 --schema any.json places-2000 array-2000
  expect_exit 0
  run scan -j$jobs --max-depth 2000 places-2000 array-2000
  expect_exit 0
  run migrate -j$jobs --max-depth 2000 --to jsonl:out-$jobs places-2000
  expect_exit 1
done
for file in places-2000 top-2000; do
  run migrate --max-depth 2000 --to sqlite:deep.db --rejects rejects $file
  run rebuild --from sqlite:deep.db
  expect_exit 0
  rm deep.db
done
checks=$((checks + 1))
python3 - top-2000 "$out" <<'PY' || fail "another document comes back"
import json, sys
sys.setrecursionlimit(10_000)
written, rebuilt = (json.load(open(path)) for path in sys.argv[1:])
sys.exit(json.dumps(written, sort_keys=True) !=
         json.dumps(rebuilt, sort_keys=True))
PY
for depth in 2001 0 -1 99999999999999999999 1e3; do
  run check --max-depth="$depth" top-1024
  expect_usage_error "--max-depth" "expected a whole number from 1 to 2000"
done

finish
