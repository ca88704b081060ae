# What scan says of inputs: forms, packings, counts, times, generations.
source "$(dirname "$0")/lib.sh"

# --- A folder of everything.
python3 - <<'PY' || fail "the inputs cannot be written"
import bz2, gzip, io, json, lzma, os, tarfile, zipfile

A, B = "a" * 32, "b" * 32
CREATED, MODIFIED = 63_700_000_000, 63_710_000_000

def trunks(i, account=A, servers=None, **members):
    return {"_id": f"ts{i}", "_rev": "1-a", "pvt_type": "sys_info",
            "pvt_account_id": account, "pvt_created": CREATED + i,
            "pvt_modified": MODIFIED + i, "account": {"trunks": 2},
            "servers": [{"auth": {}, "options": {},
                         "DIDs": {f"+120655501{i:02}": {}}}]
            if servers is None else servers, **members}

def lines(*documents):
    return "".join(json.dumps(d) + "\n" for d in documents).encode()

def pack(name, mode, entries):
    with tarfile.open(name, mode) as archive:
        for entry, content in entries:
            info = tarfile.TarInfo(entry)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

os.mkdir("dump")
open("dump/lines.ndjson", "wb").write(
    lines(trunks(1), {"_id": "c", "pvt_type": "callflow"}) + b'{"broken": \n' +
    lines(trunks(2, pvt_deleted=True)))
with gzip.open("dump/new.json.gz", "wb") as packed:
    packed.write(lines(
        trunks(3), trunks(4, B, [{"options": {"inbound_format": "strip_plus"},
                                  "DIDs": {"+1": {}, "+2": {}}}])))
backup = (b'{"name":"@cloudant/couchbackup","version":"2.9.10","mode":"full"}\n' +
          json.dumps([trunks(5), {"_id": "gone", "_rev": "2-b",
                                  "_deleted": True}]).encode() + b"\n")
body = json.dumps({"total_rows": 2, "offset": 0, "rows": [
    {"id": "ts6", "key": "ts6", "value": {"rev": "1-a"}, "doc": trunks(6)},
    {"id": "q", "key": "q", "value": {"rev": "1-b", "deleted": True},
     "doc": None}]}).encode()
pack("dump/packed.tar", "w", [("backup.txt", backup), ("all.json", body)])
open("dump/pretty.json", "w").write(json.dumps(
    trunks(7, servers={"0": {"server_id": "f" * 32, "DIDs": ["+1", "+2"]}}),
    indent=2))
open("dump/unreadable.json", "w").write('{"_id": \n')

# Each packing, and an array of one old document.
os.mkdir("packings")
old = json.dumps([trunks(8, type="sys_info")], indent=1).encode()
open("packings/bzip2", "wb").write(bz2.compress(old))
open("packings/xz", "wb").write(lzma.compress(old))
pack("packings/tar.gz", "w:gz", [("old.json", old)])
pack("packings/tar-of-gz", "w", [("old.json.gz", gzip.compress(old))])
with zipfile.ZipFile("packings/zip", "w") as archive:
    archive.writestr("old.json", old)

os.mkdir("many")
for i in range(21):
    open(f"many/{i:02}.json", "wb").write(lines(trunks(i)))
PY

run scan dump
expect_exit 0
expect_empty "$err"
cat >expected <<'END'
12 documents in 6 inputs: 7 trunkstore documents (6 servers, 8 DIDs) of 2 accounts

7  sys_info
1  callflow
2  tombstone
2  unreadable
1  deleted, of these

created     2018-07-28T12:26:41Z to 2018-07-28T12:26:47Z
modified    2018-11-21T06:13:21Z to 2018-11-21T06:13:27Z
END
expect_equal "$(head -n 10 "$out")" "$(cat expected)"
expect_equal "$(sed -n '/^generation/,/^$/p' "$out")" "\
generation  Kazoo 5
1  Kazoo 5
     by servers have ids of their own: 1
1  after Kazoo 4.3
     by the invite format strip_plus: 1
4  undecided"

# A line an input: columns, blanks apart.
table() { sed -n '/^documents  trunkstore/,$p' "$out" | sed 's/   */|/g; s/^|//'; }
sizes() { stat -c %s "$1" | sed ':a; s/\([0-9]\)\([0-9]\{3\}\)\b/\1,\2/; ta'; }
tar xOf dump/packed.tar backup.txt >backup.txt
tar xOf dump/packed.tar all.json >all.json
zcat dump/new.json.gz >new.json
expect_equal "$(table)" "\
documents|trunkstore|servers|DIDs|accounts|unreadable|bytes|form|packing|\
generation|input
4|2|1|1|1|1|$(sizes dump/lines.ndjson)|ndjson|none|undecided|dump/lines.ndjson
2|2|2|3|2|0|$(sizes new.json)|ndjson|gzip|after Kazoo 4.3|dump/new.json.gz
2|1|1|1|1|0|$(sizes backup.txt)|couchbackup|tar|undecided|dump/packed.tar:backup.txt
2|1|1|1|1|0|$(sizes all.json)|couchdb rows|tar|undecided|dump/packed.tar:all.json
1|1|1|2|1|0|$(sizes dump/pretty.json)|document|none|Kazoo 5|dump/pretty.json
1|0|0|0|0|1|$(sizes dump/unreadable.json)|none|none|undecided|dump/unreadable.json"

# --- JSON says the same, with keys that stay.
run scan --format json dump
expect_exit 0
expect_equal "$(python3 - "$out" <<'PY'
import json, os, sys
text = open(sys.argv[1]).read()
assert text.count("\n") == 1
found = json.loads(text)
total = found["total"]
print(list(found))
print(list(total))
print(total["inputs"], total["documents"], total["kinds"], total["deleted"])
print(total["accounts"], total["trunkstore"], total["created"])
print(total["forms"])
print(total["packings"])
print(total["generation"], total["generations"])
print({k: n for k, n in total["judged_by"].items() if n})
print(total["file_bytes"] == sum(
    e.stat().st_size for e in os.scandir("dump")))
print([(i["name"], i["aggregated"], list(i["forms"]), i["file_bytes"] is None)
       for i in found["inputs"]][2:4])
print(found["inputs"][0]["modified"], found["problems"])
PY
)" "\
['total', 'inputs', 'problems']
['inputs', 'forms', 'packings', 'bytes', 'file_bytes', 'documents', 'kinds', \
'deleted', 'accounts', 'trunkstore', 'created', 'modified', 'generation', \
'generations', 'judged_by']
6 12 {'sys_info': 7, 'callflow': 1, 'tombstone': 2, 'unreadable': 2} 1
2 {'documents': 7, 'servers': 6, 'dids': 8} \
{'earliest': '2018-07-28T12:26:41Z', 'latest': '2018-07-28T12:26:47Z'}
{'couchbackup': 1, 'couchdb rows': 1, 'document': 1, 'ndjson': 2, 'none': 1}
{'gzip': 1, 'none': 3, 'tar': 2}
5 {'5': 1, 'after 4.3': 1, '4.3 or older': 0, 'undecided': 4}
{'server_id': 1, 'strip_plus': 1}
True
[('dump/packed.tar:backup.txt', False, ['couchbackup'], True), \
('dump/packed.tar:all.json', False, ['couchdb rows'], True)]
{'earliest': '2018-11-21T06:13:21Z', 'latest': '2018-11-21T06:13:22Z'} []"

# --- What inputs are packed in, from the outside.
run scan packings
expect_exit 0
expect_equal "$(table | cut -d'|' -f 8-)" "\
form|packing|generation|input
array|bzip2|Kazoo 4.3 or older|packings/bzip2
array|tar, gzip|Kazoo 4.3 or older|packings/tar-of-gz:old.json.gz
array|gzip, tar|Kazoo 4.3 or older|packings/tar.gz:old.json
array|xz|Kazoo 4.3 or older|packings/xz
array|zip|Kazoo 4.3 or older|packings/zip:old.json"

# --- More than 20 inputs of one argument are one line.
run scan many dump/pretty.json
expect_exit 0
expect_equal "$(table | cut -d'|' -f 1-6,8- | sed 1d)" "\
21|21|21|21|1|0|21 document|21 none|undecided|many (21 inputs; --all lists them)
1|1|1|2|1|0|document|none|Kazoo 5|dump/pretty.json"
run scan --all many
expect_equal "$(table | sed 1d | wc -l)" 21
expect_stdout_contains "many/20.json"

# --- Nothing depends on the number of threads.
run generate --documents 3000 --seed 5 -o large.ndjson
run scan --format json large.ndjson dump packings
cp "$out" one
run scan --format json -j 4 large.ndjson dump packings
expect_equal "$(cat "$out")" "$(cat one)"
expect_equal "$(python3 -c "
import json
print(json.load(open('one'))['inputs'][0]['trunkstore']['documents'])")" \
  "$(grep -c '"sys_info"' large.ndjson)"

# --- Exit codes and messages are those of check.
: >nothing
run scan nothing
expect_exit 3
expect_stdout_contains "no documents in 1 input"
expect_stderr_contains "the inputs hold no documents"
run scan dump missing.json
expect_exit 3
expect_stdout_contains "12 documents in 6 inputs"
expect_stderr_contains "cannot read missing.json: No such file or directory"
head -c 100 dump/new.json.gz >cut.gz
run scan --format json cut.gz
expect_exit 3
expect_stdout_contains '"problems":[{"input":"cut.gz","reason":'
run scan dump 'absent/*.json'
expect_exit 0
run scan --fail-on-unmatched dump 'absent/*.json'
expect_exit 3
run scan --max-document 300 dump/pretty.json dump/lines.ndjson
expect_exit 0
expect_stdout_contains "1  oversized"
run scan
expect_usage_error
run scan --format xml dump
expect_usage_error "text or json"

# --- No value of a document is shown: neither passwords nor users.
run scan "$TRUNKLIFT_SOURCE/fixtures/demo"
expect_exit 0
expect_stdout_contains "25 documents in 3 inputs: 12 trunkstore documents \
(17 servers, 25 DIDs) of 5 accounts"
expect_stdout_contains "after Kazoo 4.3"
expect_lacks "$out" "demo-"

# --- A type of a document cannot write on the terminal.
printf '{"pvt_type":"a\\u001b[31m\\nb"}\n' >odd.json
run scan odd.json
expect_exit 0
expect_stdout_contains '1  a\x1b[31m\x0ab'
run check odd.json --allow-empty
expect_exit 0
expect_stderr_contains 'documents  a\x1b[31m\x0ab 1'

# --- Nor can the name of an input.
mkdir names
touch $'names/a\e[31m\xC2\x9B31m\xFFb'
run scan names odd.json
expect_exit 0
expect_stderr_contains $'names/a\\x1b[31m\\x9b31m\xEF\xBF\xBDb holds no'
run scan $'names/none\eM'
expect_exit 3
expect_stderr_contains 'cannot read names/none\x1bM: '
run check --schema $'names/none\eM' odd.json
expect_exit 2
expect_stderr_contains 'cannot read schema names/none\x1bM: '

finish
