# Nothing depends on the number of threads, on the order of the documents, nor
# on how they are cut into files.
source "$(dirname "$0")/lib.sh"

run generate --documents 2000 --seed 11 --flaws 20% -o dump.ndjson
expect_exit 0

# Shuffled twice; and with documents in front that could be taken for another
# kind of file: cut off in the middle, or in an array.
python3 - <<'PY'
import random
lines = open("dump.ndjson", "rb").read().split(b"\n")[:-1]
def write(name, some):
    open(name, "wb").write(b"".join(line + b"\n" for line in some))
def first(test):
    at = next(i for i, line in enumerate(lines) if test(line))
    return [lines[at]] + lines[:at] + lines[at + 1:]
for seed in 1, 2:
    shuffled = lines[:]
    random.Random(seed).shuffle(shuffled)
    write(f"shuffled{seed}.ndjson", shuffled)
write("cut-first.ndjson", first(lambda l: l[:1] == b"{" and l[-1:] != b"}"))
in_array = first(lambda l: b'"sys_info"' in l and l[-1:] == b"}")
in_array[0] = b"[" + in_array[0] + b"]"
write("array-first.ndjson", in_array)
write("text-first.ndjson", first(lambda l: l[:1] not in b"{["))
PY
mkdir pieces
split --number=l/7 --additional-suffix=.ndjson dump.ndjson pieces/dump-
expect_equal "$(ls pieces | wc -l)" 7

# What rejects files hold: the documents and their reasons, sorted.
python_rejects='
import json, sys
mark = b"{\"trunklift_reject\":"
out = []
for entry in open(sys.argv[1], "rb").read().split(mark)[1:]:
    note, document = (mark + entry).split(b"\n", 1)
    note = json.loads(note)["trunklift_reject"]
    out.append(document + repr((note["reasons"], note["stage"])).encode())
sys.stdout.buffer.write(b"\n".join(sorted(out)))'

try() {  # name input... : what a run of these inputs gives
  local name=$1
  shift
  run migrate --to "sqlite:$name.db" --report "jsonl=$name.jsonl" \
    --rejects "$name.rejects" "$@"
  expect_exit 1
  findings "$name.jsonl" >"$name.findings" &&
    python3 -c "$python_rejects" "$name.rejects" >"$name.rejected" ||
    fail "$name: findings or rejects cannot be read"
  tail -n 1 "$name.jsonl" >"$name.summary"
}

same_as_base() {  # name
  local part
  for part in summary findings rejected; do
    checks=$((checks + 1))
    cmp -s "base.$part" "$1.$part" && continue
    fail "$1: other $part"
    diff "base.$part" "$1.$part" | cut -c1-300 | head -n 10
  done
  expect_same_contents "$1.db" base.contents
}

try base -j1 dump.ndjson
contents base.db >base.contents
expect_contains base.summary '"balanced":true'
for table in trunk device phone_number unconverted_document; do
  checks=$((checks + 1))
  (($(query base.db "SELECT count(*) FROM $table") > 100)) ||
    fail "expected hundreds of rows in $table"
done

try two -j2 dump.ndjson
same_as_base two
# Here even the origins are the same.
for part in jsonl rejects; do
  checks=$((checks + 1))
  cmp "base.$part" "two.$part" || fail "-j2: other bytes in $part"
done
try spilled --memory 64K dump.ndjson
same_as_base spilled
checks=$((checks + 1))
cmp base.jsonl spilled.jsonl || fail "--memory: other bytes"
try shuffled -j2 shuffled2.ndjson
same_as_base shuffled
try directory -j2 pieces
same_as_base directory
try backwards -j2 $(ls -r pieces/*)
same_as_base backwards
for first in cut array text; do
  try "$first" -j2 "$first-first.ndjson"
  same_as_base "$first"
done

# --- The same, as files. Where a document was read is no part of it.
without_origin='
import csv, io, json, os, sys
source, target = sys.argv[1:]
os.mkdir(target)
left_out = {"run_id", "input", "byte_offset", "line"}
for name in sorted(os.listdir(source)):
    table, kind = name.split(".")
    if table == "run":
        continue
    data = open(f"{source}/{name}", newline="", encoding="latin-1").read()
    if table in ("legacy_document", "unconverted_document"):
        if kind == "csv":
            rows = list(csv.DictReader(io.StringIO(data, newline="")))
        else:
            rows = [json.loads(line) for line in data.split("\n")[:-1]]
        data = "\n".join(
            str([v for k, v in row.items() if k not in left_out])
            for row in rows)
    open(f"{target}/{name}", "w", newline="", encoding="latin-1").write(data)
'
for kind in csv jsonl; do
  for variant in one two shuffled; do
    threads=2 file=dump.ndjson
    [[ $variant == one ]] && threads=1
    [[ $variant == shuffled ]] && file=shuffled1.ndjson
    run migrate "-j$threads" --to "$kind:$kind-$variant" "$file"
    expect_exit 1
    python3 -c "$without_origin" "$kind-$variant" "$kind-$variant-plain" ||
      fail "$kind, $variant: the files cannot be read"
    checks=$((checks + 1))
    diff -rq "$kind-one-plain" "$kind-$variant-plain" >differences ||
      fail "$kind, $variant: $(cat differences)"
  done
  expect_equal "$(ls "$kind-one" | sed 's/\..*//' | tr '\n' ' ')" \
    "$(query base.db "SELECT group_concat(name, ' ') FROM (SELECT name FROM
      sqlite_master WHERE type = 'table' ORDER BY name)") "
done
# What is in the files is what is in the database.
for table in $(query base.db "SELECT name FROM sqlite_master
    WHERE type = 'table' AND name <> 'run'"); do
  expect_equal "$(wc -l <"jsonl-one/$table.jsonl")" \
    "$(query base.db "SELECT count(*) FROM $table")"
done

finish
