# Inputs of every form, worlds that do not cooperate, and secrets.
source "$(dirname "$0")/lib.sh"

document() {  # id [member...]: a sound document
  local id=$1
  shift
  printf '{"_id":"%s","_rev":"1-a","account":{"auth_realm":"pbx.example.com",' \
    "$id"
  printf '"trunks":1},"servers":[{"server_name":"PBX","auth":{"auth_method":'
  printf '"password","auth_user":"%s","auth_password":"demo-%s"},' "$id" "$id"
  printf '"options":{"enabled":true,"inbound_format":"e164"},"DIDs":{}}],'
  printf '%s' "$@"
  printf '"pvt_type":"sys_info","pvt_account_id":"account1"}'
}
lines() { for id; do document "$id"; echo; done; }

# --- Every form of the same three documents gives the same records.
lines one two three >lines.ndjson
run migrate --to sqlite:lines.db lines.ndjson
expect_exit 0
expect_balance "read 3 = loaded 3 + unchanged 0 + superseded 0 + rejected 0 \
+ skipped 0"
contents lines.db >three.contents

{ echo "["; document one; echo ","; document two; echo ","; document three
  echo "]"; } >array.json
tr -d '\n' <array.json >array-in-a-line.json
sed 's/$/\r/' lines.ndjson >crlf.ndjson
{ printf '\xEF\xBB\xBF'; cat lines.ndjson; } >bom.ndjson
printf '%s' "$(cat lines.ndjson)" >no-newline.ndjson
{ echo; cat lines.ndjson; echo; echo "   "; } >blank-lines.ndjson
mkdir -p tree/deeper tree/.hidden pretty
document one >tree/one.json
document two >tree/deeper/two.json
document three >tree/three.ndjson
echo '{"broken' >tree/.hidden/broken.json
echo '{"broken' >tree/.broken.json
for id in one two three; do
  document "$id" | python3 -m json.tool >"pretty/$id.json"
done
cat pretty/*.json >concatenated.json
for form in array.json array-in-a-line.json crlf.ndjson bom.ndjson \
  no-newline.ndjson blank-lines.ndjson tree concatenated.json; do
  run migrate --to sqlite:form.db "$form"
  expect_exit 0
  # Hashes are of the bytes: only where they are laid out alike are they equal.
  if [[ $form == concatenated.json ]]; then
    expect_equal "$(query form.db "SELECT id, name, secret FROM device
      ORDER BY id")" "$(query lines.db "SELECT id, name, secret FROM device
      ORDER BY id")"
  else
    expect_same_contents form.db three.contents
  fi
  rm form.db
done
for name in pretty "pretty/one.json pretty/two.json pretty/three.json"; do
  run migrate --to sqlite:form.db $name
  expect_exit 0
  expect_equal "$(query form.db "SELECT id, secret FROM device ORDER BY id")" \
    "$(query lines.db "SELECT id, secret FROM device ORDER BY id")"
  rm form.db
done
input=lines.ndjson
run migrate --to sqlite:form.db -
expect_exit 0
expect_same_contents form.db three.contents
expect_equal "$(query form.db "SELECT DISTINCT input FROM legacy_document")" -
run migrate --to sqlite:form.db - pretty/one.json
expect_exit 0
expect_balance "read 4 = loaded 0 + unchanged 3 + superseded 1 + rejected 0 \
+ skipped 0"
input=/dev/null
rm form.db

# --- Packed, by content, in files and on standard input.
gzip -c lines.ndjson >packed.gzip
zstd -qc lines.ndjson >packed.zstd
xz -c lines.ndjson >packed.xz
bzip2 -c lines.ndjson >packed.bzip2
tar -cf packed.tar tree
tar -czf packed.tgz tree
zip -qr packed.zip tree
zip -q packed-twice.zip packed.tgz
for form in packed*; do
  run migrate --to sqlite:form.db "$form"
  expect_exit 0
  expect_same_contents form.db three.contents
  input=$form
  run migrate --to sqlite:form.db -
  expect_exit 0
  expect_balance "read 3 = loaded 0 + unchanged 3 + superseded 0 + rejected 0 \
+ skipped 0"
  input=/dev/null
  rm form.db
done
run migrate --to sqlite:form.db packed.tar
expect_equal "$(query form.db "SELECT DISTINCT input FROM legacy_document
  ORDER BY 1")" "packed.tar:tree/deeper/two.json
packed.tar:tree/one.json
packed.tar:tree/three.ndjson"
expect_equal "$(query form.db "SELECT inputs FROM run")" '["packed.tar"]'
rm form.db
head -c -20 packed.gzip >cut.gz
run check cut.gz
expect_exit 3
expect_stderr_contains "cut.gz: the gzip data is cut short (after "
# Blank lines for ever: cut off, and what is before them is read.
{ cat lines.ndjson; head -c 280000000 /dev/zero | tr '\0' '\n'; } |
  gzip -1 >bomb
run check --max-expansion 20 bomb
expect_exit 3
expect_stderr_contains "bomb: cut off at more than 20 times its packed size"
expect_balance "read 3 = loaded 3 + unchanged 0 + superseded 0 + rejected 0 \
+ skipped 0"
# Many that are harmless one by one: what follows is not read.
mkdir bombs
head -c 100000000 /dev/zero | tr '\0' '\n' | gzip -1 >bombs/1.gz
for i in 2 3 4 5 6; do cp bombs/1.gz bombs/$i.gz; done
cp lines.ndjson bombs/0.ndjson
cp lines.ndjson bombs/7.ndjson
(cd bombs && tar -cf ../bombs.tar -- *)
(cd bombs && zip -q ../bombs.zip -- *)
gzip -1 -k bombs.tar
for packed in bombs.tar bombs.zip bombs.tar.gz; do
  run check --max-expansion 20 $packed
  expect_exit 3
  expect_stderr_contains "$packed:3.gz: cut off at more than 20 times"
  expect_lacks "$err" "$packed:4.gz"
  expect_balance "read 3 = loaded 3 + unchanged 0 + superseded 0 + rejected 0 \
+ skipped 0"
done
run check --max-expansion 0 bombs.tar
expect_exit 0
expect_balance "read 6 = loaded 3 + unchanged 0 + superseded 3 + rejected 0 \
+ skipped 0"
rm -r bombs*

# --- Patterns that the shell did not expand.
run check "pretty/*.json" "tre[e]/**/t*"
expect_exit 0
expect_stderr_contains "read 5 ="
run check "pretty/*.xml" lines.ndjson
expect_exit 0
expect_stderr_contains "trunklift: pretty/*.xml matches no file"
mkdir hollow
run check --fail-on-unmatched hollow lines.ndjson
expect_exit 3
expect_stderr_contains "trunklift: hollow holds no files"
run check --fail-on-unmatched "pretty/*" lines.ndjson
expect_exit 0

# --- Many files, and directories that lead round.
mkdir many
for i in {1..20000}; do echo '{"pvt_type":"x"}' >"many/$i"; done
ln -s ../many many/loop
run check many --allow-empty
expect_exit 0
expect_stderr_contains "read 20,000 ="
rm -r many

# --- What a run writes is no input, wherever it is.
mkdir both-ways
cp lines.ndjson both-ways
run check --report text=both-ways/report both-ways
expect_exit 0
expect_equal "$(cd both-ways && echo *)" "lines.ndjson report"
for argument in both-ways "both-ways/*" ./both-ways/../both-ways; do
  run check --report text=both-ways/report "$argument"
  expect_usage_error "both-ways/report: it is an input"
done

# Where documents begin, as findings tell it.
{ lines one; document two | sed 's/"trunks":1/"trunks":"x"/'; echo; } >where
run check --report jsonl where
expect_exit 1
expect_stdout_contains "\"line\":2,\"offset\":$(lines one | wc -c),"

# --- Nothing to read.
: >empty.ndjson
run check empty.ndjson
expect_exit 3
printf '\n \n' >blank.ndjson
run check blank.ndjson
expect_exit 3
run check -
expect_exit 3
mkdir nothing
run check nothing
expect_exit 3
run check missing.ndjson
expect_exit 3
expect_stderr_contains "missing.ndjson"
run migrate --to sqlite:some.db missing.ndjson lines.ndjson
expect_exit 3
expect_stderr_contains "missing.ndjson: No such file or directory"
expect_same_contents some.db three.contents
if ((EUID)); then
  cp lines.ndjson secret.ndjson
  chmod 0 secret.ndjson
  run check secret.ndjson
  expect_exit 3
fi
{ echo "["; document one; echo ","; document two; } >open-array.json
run check open-array.json
expect_exit 3
expect_stderr_contains "open-array.json"

# --- Targets and reports that cannot be written.
run migrate --to sqlite:no/such/directory.db lines.ndjson
expect_exit 4
run migrate --to sqlite:. lines.ndjson
expect_exit 4
run migrate --to csv:lines.ndjson lines.ndjson
expect_exit 4
echo "no database" >text.db
run migrate --to sqlite:text.db lines.ndjson
expect_exit 4
expect_equal "$(cat text.db)" "no database"
sqlite3 foreign.db 'CREATE TABLE mine (a)'
run migrate --to sqlite:foreign.db lines.ndjson
expect_exit 4
expect_stderr_contains "another program"
expect_equal "$(query foreign.db "SELECT group_concat(name) FROM
  sqlite_master")" mine
run check --report text=/dev/full where
expect_exit 4
last="check where >/dev/full"
"$TRUNKLIFT" check where >/dev/full 2>"$err"
code=$?
expect_exit 4
run check --report jsonl=no/such/report where
expect_exit 4
run check --rejects /dev/full where
expect_exit 4
run generate --documents 10 -o no/such/file
expect_exit 4
run rebuild --from sqlite:missing.db
checks=$((checks + 1))
[[ $code == 3 || $code == 4 ]] || fail "expected exit code 3 or 4"
checks=$((checks + 1))
[[ ! -e missing.db ]] || fail "rebuild made a database"

# A second run while the database is another's.
cp some.db locked.db
python3 - <<'PY' &
import sqlite3, time
database = sqlite3.connect("locked.db", isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
open("is-locked", "w").close()
time.sleep(60)
PY
holder=$!
until [[ -e is-locked ]]; do sleep 0.05; done
run migrate --to sqlite:locked.db lines.ndjson
expect_exit 4
expect_stderr_contains "locked"
kill "$holder"
{ wait "$holder"; } 2>/dev/null
run migrate --to sqlite:locked.db lines.ndjson
expect_exit 0

# --- Rejects: byte for byte, an input again, and after a repair they load.
{
  lines good
  document bad1 | sed 's/"trunks":1/"trunks" :  "two"/'
  echo
  document bad2 '"name":7.50,' | sed 's/"auth":{[^}]*},//'
  echo
  echo '{"_id":"cut","pvt_type":"sys_info","acc'
  document bad3 | sed 's/"DIDs":{}/"DIDs":{"+14155550123":{},"":{}}/'
  echo
} >some-bad.ndjson
run migrate --to sqlite:bad.db --rejects first.rejects some-bad.ndjson
expect_exit 1
expect_balance "read 5 = loaded 1 + unchanged 0 + superseded 0 + rejected 4 \
+ skipped 0"
expect_equal "$(grep -v '^{"trunklift_reject":' first.rejects)" \
  "$(sed -n '2,5p' some-bad.ndjson)"
expect_equal "$(query bad.db "SELECT document FROM unconverted_document
  ORDER BY line")" "$(sed -n '2,5p' some-bad.ndjson)"
reasons() {  # rejects file: reasons and documents, without where they were
  sed -E 's/^(\{"trunklift_reject":\{)"input":.*,("account_id":)/\1\2/' "$1"
}
run migrate --to sqlite:again.db --rejects second.rejects first.rejects
expect_exit 1
expect_balance "read 4 = loaded 0 + unchanged 0 + superseded 0 + rejected 4 \
+ skipped 0"
expect_equal "$(reasons second.rejects)" "$(reasons first.rejects)"
sed 's/"trunks" :  "two"/"trunks":2/' first.rejects >repaired.rejects
run migrate --to sqlite:bad.db --rejects third.rejects repaired.rejects
expect_exit 1
expect_balance "read 4 = loaded 1 + unchanged 0 + superseded 0 + rejected 3 \
+ skipped 0"
expect_equal "$(grep -v '^{"trunklift_reject":' third.rejects)" \
  "$(sed -n '3,5p' some-bad.ndjson)"
expect_equal "$(query bad.db "SELECT legacy_document_id FROM trunk
  ORDER BY 1")" "bad1
good"
# A rejects file that is the input as well would be gone before it is read.
cp repaired.rejects both
run migrate --to sqlite:both.db --rejects both both
checks=$((checks + 1))
if [[ $code == 2 || $code == 4 ]]; then
  cmp -s both repaired.rejects || fail "the input is gone"
else
  # Or it is replaced only when the run is done.
  expect_exit 1
  expect_equal "$(reasons both)" "$(reasons third.rejects)"
fi

# --- Any JSON against any schema.
cat >schema.json <<'JSON'
{"type": "object", "required": ["a"], "additionalProperties": false,
 "properties": {"a": {"type": "integer", "minimum": 3},
                "b": {"$ref": "#/definitions/b"}},
 "definitions": {"b": {"enum": ["x", "y"]}}}
JSON
printf '%s\n' '{"a": 3}' '{"a": 2, "b": "z"}' '[1]' '{"b": "x", "c": 0}' \
  '{"a": 4, "b": "y"}' >any.ndjson
run check --schema schema.json --report jsonl any.ndjson
expect_exit 1
expect_equal "$(python3 - "$out" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1])]
for row in sorted((r["line"], r["pointer"], r["keyword"]) for r in rows[:-1]):
    print(*row)
print(rows[-1]["summary"]["balance"]["read"])
PY
)" "\
2 /a minimum
2 /b enum
3  type
4 /a required
4 /c additionalProperties
5"
echo '{"type": 7}' >bad-schema.json
run check --schema bad-schema.json any.ndjson
expect_exit 2
run check --schema missing-schema.json any.ndjson
expect_exit 2

finish
