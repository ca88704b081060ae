# One dump in every form that documents come in gives the same findings and the
# same database.
source "$(dirname "$0")/lib.sh"

run generate --documents 60 --seed 3 --flaws 100% -o dump.ndjson
expect_exit 0

# The forms. Text is laid out anew by its tokens, so that numbers, escapes and
# keys that come twice stay as they are.
python3 - <<'PY' || fail "the forms cannot be written"
import json, os, re

TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')

def pretty(text, indent=b"  "):
    out, depth = b"", 0
    tokens = TOKEN.findall(text)
    for i, token in enumerate(tokens):
        if token in b"}]":
            depth -= 1
            if tokens[i - 1] not in (b"{", b"["):
                out += b"\n" + indent * depth
        out += token
        if token in (b"{", b"["):
            depth += 1
        following = tokens[i + 1] if i + 1 < len(tokens) else b""
        if token == b",":
            out += b"\n" + indent * depth
        elif token in (b"{", b"[") and following not in (b"}", b"]"):
            out += b"\n" + indent * depth
        elif token == b":":
            out += b" "
    return out

# Documents that have an id of their own; the order of versions, and the ids of
# those without, depend on bytes.
documents, seen, numbers = [], set(), 0
for line in open("dump.ndjson", "rb").read().split(b"\n"):
    try:
        value = json.loads(line)
    except ValueError:
        continue
    if not isinstance(value, dict) or not isinstance(value.get("_id"), str):
        continue
    numbers += value.get("pvt_type") == "number"
    if value.get("pvt_type") == "number" and numbers > 20:
        continue
    if value["_id"] and value["_id"] not in seen:
        seen.add(value["_id"])
        documents.append(line.strip())
assert len(documents) > 80

os.mkdir("same"), os.mkdir("laid-out"), os.mkdir("same/pieces")
os.mkdir("same/files")

def write(name, text):
    for path, content in (("same/", text), ("laid-out/", pretty(text))):
        open(path + name, "wb").write(content)

def joined(texts, by):
    return by.join(texts)

lines = b"".join(line + b"\n" for line in documents)
open("same/lines", "wb").write(lines)
open("same/crlf", "wb").write(lines.replace(b"\n", b"\r\n"))
open("same/bom", "wb").write(b"\xEF\xBB\xBF" + lines)
open("same/no-newlines", "wb").write(b"".join(documents))
open("same/carriage-returns", "wb").write(b"\r".join(documents))
open("laid-out/documents", "wb").write(
    b"".join(pretty(line) + b"\n" for line in documents))
half = len(documents) // 2
open("laid-out/both", "wb").write(
    b"".join((line if i < half else pretty(line)) + b"\n"
             for i, line in enumerate(documents)))
open("laid-out/both-by-turns", "wb").write(
    b"".join((line if i % 2 else pretty(line)) + b"\n"
             for i, line in enumerate(documents)))
write("array", b"[" + joined(documents, b",") + b"]")
write("array-of-lines", b"[\n" + joined(documents, b",\n") + b"\n]\n")

def named(line):
    return json.dumps(json.loads(line)["_id"]).encode()

rows = [b'{"id":%s,"key":%s,"value":{"rev":"1-a"},"doc":%s}'
        % (named(line), named(line), line) for line in documents]
write("all-docs", b'{"total_rows":%d,"offset":0,"rows":[\r\n' % len(rows)
      + joined(rows, b",\r\n") + b"\r\n]}\r\n")
write("all-docs-sorted", b'{"offset":0,"rows":[' + joined(rows, b",")
      + b'],"total_rows":%d}\n' % len(rows))
view = [b'{"id":%s,"key":["a",null],"value":{"x":[1]},"doc":%s}'
        % (named(line), line) for line in documents]
write("view", b'{"total_rows":9,"update_seq":"3-g1AA","offset":0,"rows":[\r\n'
      + joined(view, b",\r\n") + b"\r\n]}\r\n")
write("find", b'{"docs":[\r\n' + joined(documents, b",\r\n")
      + b'],\r\n"bookmark":"g1AAAA]}","warning":"no \\"index\\""}\n')
write("find-sorted", b'{"bookmark":"nil","docs":[' + joined(documents, b",")
      + b'],"execution_stats":{"results_returned":1}}')
write("bulk-docs", b'{"new_edits":false,"docs":[\n' + joined(documents, b",\n")
      + b"]}\n")
write("bulk-docs-sorted", b'{"docs":[' + joined(documents, b",")
      + b'],"new_edits":false}\n')
got = [b'{"id":%s,"docs":[{"ok":%s}]}' % (named(line), line)
       for line in documents]
write("bulk-get", b'{"results":[' + joined(got, b",") + b"]}\n")
write("open-revs", b"[" + joined([b'{"ok":%s}' % line for line in documents],
                                b",") + b"]\n")
open("same/rows-in-lines", "wb").write(
    b"".join(row + b"\n" for row in rows))
write("api-list", b'{"page_size":9,"data":[' + joined(documents, b",")
      + b'],"revision":"x","status":"success"}\n')
answers = [b'{"data":%s,"revision":"9-x","status":"success"}' % line
           for line in documents]
open("same/api", "wb").write(b"".join(line + b"\n" for line in answers))
open("laid-out/api", "wb").write(
    b"".join(pretty(line) + b"\n" for line in answers))
changes = [b'{"seq":"%d-g1AA","id":%s,"changes":[{"rev":"1-a"}],"doc":%s}'
           % (i, named(line), line) for i, line in enumerate(documents)]
end = b'"last_seq":"9-g1AA","pending":0}\n'
write("changes", b'{"results":[\n' + joined(changes, b",\n") + b"\n],\n" + end)
write("changes-sorted", b'{"last_seq":"9-g","pending":0,"results":['
      + joined(changes, b",") + b"]}")
open("same/continuous", "wb").write(
    joined(changes, b"\n\n") + b"\n{" + end)
open("laid-out/continuous", "wb").write(
    b"".join(pretty(c) + b"\n" for c in changes) + pretty(b"{" + end))
bodies = [b'{"total_rows":9,"offset":0,"rows":[\r\n'
          + joined(some, b",\r\n") + b"\r\n]}\r\n"
          for some in (rows[:half], [], rows[half:])]
write("bodies", b"".join(bodies))

backup = b"".join(b"[" + joined(documents[i:i + 50], b",") + b"]\n"
                  for i in range(0, len(documents), 50))
metadata = (b'{"name":"@cloudant/couchbackup","version":"2.11.13",'
            b'"mode":"full"}\n')
marker = b'{"marker":"@cloudant/couchbackup:resume"}\n'
open("same/backup", "wb").write(metadata + backup)
open("same/backup-old", "wb").write(backup)
first = backup.index(b"\n") + 1
open("same/backup-resumed", "wb").write(
    metadata + backup[:first] + marker + b"\n" + backup[first:] + marker)
# Cut off within the first document of a batch, which comes again.
open("backup-cut", "wb").write(
    metadata + backup[:first] + backup[first:first + 300]
    + marker + backup[first:])

for i, line in enumerate(documents):
    open("same/files/%04d.json" % i, "wb").write(line)
os.mkdir("laid-out/files")
for i, line in enumerate(documents):
    open("laid-out/files/%04d.json" % i, "wb").write(pretty(line) + b"\n")
for i in range(0, len(documents), 30):
    some = documents[i:i + 30]
    open("same/pieces/%04d" % i, "wb").write(
        b"\n".join(some) if i % 60 else b"[" + joined(some, b",") + b"]")
PY

# A database without what depends on the run, the place and the layout.
cat >rows.py <<'PY'
import re, sqlite3, sys
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
LEFT_OUT = {"run_id", "input", "byte_offset", "line", "content_hash"}
database = sqlite3.connect(sys.argv[1])
tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' "
                          "AND name <> 'run' ORDER BY name").fetchall()
for (table,) in tables:
    cursor = database.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    rows = []
    for row in cursor:
        row = {k: v for k, v in zip(names, row) if k not in LEFT_OUT}
        if "document" in row:
            row["document"] = "".join(TOKEN.findall(row["document"]))
        rows.append(repr(row))
    print(table, *sorted(rows), sep="\n")
PY

try() {  # name threads input... : what a run of these inputs gives
  local name=$1 threads=$2
  shift 2
  rm -f "$name.db"
  run migrate "-j$threads" --to "sqlite:$name.db" --report "jsonl=$name.jsonl" \
    "$@"
  expect_exit 1
  findings "$name.jsonl" TL0016 >"$name.findings" &&
    python3 rows.py "$name.db" >"$name.rows" ||
    fail "$name: findings or rows cannot be read"
}

same_as_base() {  # what
  local part
  for part in findings rows; do
    checks=$((checks + 1))
    cmp -s "base.$part" "form.$part" && continue
    fail "$1: other $part"
    diff "base.$part" "form.$part" | cut -c1-300 | head -n 6
  done
}

try base 1 same/lines
contents base.db >base.contents
for table in trunk device phone_number unconverted_document; do
  checks=$((checks + 1))
  (($(query base.db "SELECT count(*) FROM $table") > 10)) ||
    fail "expected more rows in $table"
done

for form in same/* laid-out/*; do
  for threads in 1 2; do
    try form "$threads" "$form"
    same_as_base "$form"
    # Where the bytes are the same, so are their hashes.
    [[ $form == same/* ]] && expect_same_contents form.db base.contents
  done
done
input=same/changes
try form 2 -
same_as_base "standard input"
input=/dev/null

# The piece of a document in front of the mark is told, and is no error.
run check --report jsonl backup-cut
expect_stdout_contains '"rule":"TL0016"'
expect_stdout_contains '"fragment":1'
expect_equal "$(grep -c '"rule":"TL0002"' "$out")" 0

# --- Rows that have no document.
cat >rows.json <<'JSON'
{"total_rows":4,"offset":0,"rows":[
{"id":"a","key":"a","value":{"rev":"2-b","deleted":true},"doc":null},
{"key":"b","error":"not_found"},
{"id":"c","key":"c","value":{"rev":"1-a"}},
{"id":"d","key":"d","value":{"rev":"1-a"}}

{"error":"timeout","reason":"The request could not be processed in time."}
JSON
run migrate --to sqlite:rows.db --rejects rows.rejects --report concise rows.json
expect_exit 3
expect_balance "read 5 = loaded 0 + unchanged 0 + superseded 0 + rejected 3 \
+ skipped 2"
expect_stderr_contains "rows.json: the rows are not closed: cut short?"
for place in "3: warning TL0014" "4: error TL0013" "5: error TL0013" \
  "7: error TL0015"; do
  expect_stdout_contains "rows.json:$place"
done
expect_equal "$(grep -v '^{"trunklift_reject":' rows.rejects | head -n 1)" \
  '{"id":"c","key":"c","value":{"rev":"1-a"}}'

# --- Documents that are too large.
{
  sed -n 1p same/lines
  printf '{"_id":"large","x":"%s"}\n' "$(head -c 5000 /dev/zero | tr '\0' x)"
  sed -n 2p same/lines
} >large
run migrate --to sqlite:large.db --rejects large.rejects --report concise \
  --max-document 4KiB large
expect_exit 1
expect_stdout_contains \
  "large:2: error TL0017 document-too-large: 5,022 bytes, the limit is 4,096"
expect_contains large.rejects '"line":2'
expect_equal "$(grep -c xxxxx large.rejects)" 0
run rebuild --from sqlite:large.db
expect_exit 0
expect_equal "$(grep -c '^$' "$out")" 0
run check --max-document 6KiB large
expect_lacks "$out" TL0017
for size in 0 -1 1.5MiB 4KB 4kib 99999999999GiB ''; do
  run check --max-document="$size" large
  expect_usage_error "--max-document"
done
# A line of a GiB, in memory for a few documents (more in sanitizers' builds).
{
  sed -n 1p same/lines
  printf '{"x":"'
  head -c 1G /dev/zero | tr '\0' x
  printf '"}\n'
  sed -n 2p same/lines
} | python3 -c '
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
sys.exit(code if peak < 700_000 else 99)
' "$TRUNKLIFT" check -j2 --report concise - >"$out" 2>"$err"
code=$?
last="check, a line of a GiB"
expect_exit 1
expect_stdout_contains "-:2: error TL0017"
expect_contains "$err" "oversized 1"

# --- What is no text.
printf '\xFF\xFE{\0}\0\n\0' >utf16.json
printf '\x89PNG\r\n\x1A\n\0\0\0\rIHDR\n\0\n\0\n' >image.png
for file in utf16.json image.png; do
  run check "$file" same/lines
  expect_exit 3
  expect_stderr_contains "cannot read $file: it is"
done

# --- Inputs that are empty are told of, and are no failure.
: >empty
run check -q same/lines empty empty
expect_exit 1
expect_equal "$(cat "$err")" \
  "trunklift: empty holds no documents, nor do 1 others"

finish
