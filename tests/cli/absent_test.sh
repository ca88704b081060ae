# What was not read never counts as absent: a dump that holds a document where
# nobody reads it, or names it otherwise, prunes nothing.
source "$(dirname "$0")/lib.sh"

trunk() {  # id number
  echo "{\"_id\":\"$1\",\"_rev\":\"1-a\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"a\",\"account\":{\"trunks\":2,\"auth_realm\":\"r.example\"},\
\"servers\":[{\"auth\":{\"auth_user\":\"$1\",\"auth_password\":\"p\"},\
\"DIDs\":{\"+1202555$2\":{}}}]}"
}
{ trunk one 0101 && trunk two 0102; } >both.ndjson
run migrate both.ndjson --to sqlite:base.db
documents() {
  query now.db "SELECT group_concat(document_id, ' ') FROM
    (SELECT document_id FROM legacy_document WHERE outcome = 'loaded'
     ORDER BY document_id)"
}
expect_kept() {  # what rule: the text on standard input holds both
  cat >text.json
  cp base.db now.db
  run migrate text.json --to sqlite:now.db --prune --complete all \
    --report jsonl --rejects rejects.ndjson
  last="$1: $last"
  expect_exit 1
  expect_stdout_contains "\"rule\":\"$2\""
  expect_equal "$(documents)" "one two"
  checks=$((checks + 1))
  [[ -s rejects.ndjson ]] || fail "expected it in the rejects file"
  # A check without a target sees the same.
  run check text.json --report jsonl
  expect_exit 1
  expect_stdout_contains "\"rule\":\"$2\""
}
one=$(trunk one 0101)
two=$(trunk two 0102)

# --- Inside of something else, by any name and at any depth.
expect_kept "a search's answer" TL0032 <<<"$one
{\"hits\":{\"hits\":[{\"_source\":$two}]}}"
expect_kept "documents by id" TL0032 <<<"{\"one\":$one,\"two\":$two}"
expect_kept "an object of documents" TL0032 <<<"$one
{\"docs\":{\"two\":$two}}"
expect_kept "beside a body's documents" TL0032 <<<"{\"docs\":[$one],\"x\":[$two]}"
expect_kept "in front of a body's documents" TL0032 \
  <<<"{\"x\":{\"y\":$two},\"new_edits\":false,\"docs\":[$one]}"
expect_kept "beside a row's document" TL0032 \
  <<<"{\"rows\":[{\"id\":\"one\",\"value\":$two,\"doc\":$one}]}"
expect_kept "in a document of another kind" TL0032 <<<"$one
{\"_id\":\"t\",\"pvt_type\":\"task\",\"pvt_account_id\":\"b\",\"input\":[$two]}"
expect_kept "in an account's document" TL0032 <<<"$one
{\"_id\":\"a\",\"pvt_type\":\"account\",\"realm\":\"r.example\",\"old\":$two}"
expect_kept "in a number's document" TL0032 <<<"$one
{\"_id\":\"+12025550102\",\"pvt_type\":\"number\",\"old\":{\"x\":$two}}"
expect_kept "in a trunkstore document" TL0032 <<<"${one%\}},\"conflict\":$two}"
expect_kept "spelt with escapes" TL0032 \
  <<<"$one
{\"x\":$(sed 's/sys_info/sys\\u005finfo/; s/servers/s\\u0065rvers/' <<<"$two")}"
expect_kept "as text" TL0032 <<<"$one
{\"x\":$(python3 -c 'import json, sys; print(json.dumps(sys.argv[1]))' "$two")}"
expect_kept "a row with its document as text" TL0032 <<<"{\"rows\":[
{\"id\":\"one\",\"key\":1,\"doc\":$one},{\"id\":\"two\",\"key\":1,\"doc\":
$(python3 -c 'import json, sys; print(json.dumps(sys.argv[1]))' "$two")}]}"
expect_kept "servers of no type" TL0032 <<<"$one
{\"x\":{\"servers\":{\"0\":{\"DIDs\":{}}}}}"
# Others than an account that says so are still judged.
run migrate - --to sqlite:now.db <<<"$(trunk three 0103 | sed 's/"a"/"b"/')"
cp now.db base.db
cp base.db now.db
echo "$one
{\"x\":$two}" >text.json
run migrate text.json --to sqlite:now.db --prune --complete all
expect_equal "$(documents)" "one two"
run migrate both.ndjson --to sqlite:base.db --prune --complete all

# --- Under another type, or with none.
for type in device '' sys_inf; do
  expect_kept "pvt_type $type" TL0020 <<<"$one
$(sed "s/sys_info/$type/" <<<"$two")"
done
expect_kept "pvt_type null" TL0020 <<<"$one
$(sed 's/"sys_info"/null/' <<<"$two")"

# --- In the row of another.
expect_kept "a row of another" TL0031 <<<"{\"total_rows\":2,\"rows\":[
{\"id\":\"one\",\"key\":\"one\",\"value\":{\"rev\":\"1-a\"},\"doc\":$one},
{\"id\":\"two\",\"key\":\"two\",\"value\":{\"rev\":\"1-a\"},\"doc\":
$(sed 's/"_id":"two"/"_id":"twO"/' <<<"$two")}
]}"
# A view may link to another document, and says so.
cp base.db now.db
run migrate - --to sqlite:now.db --prune --complete all < <(echo "{\"rows\":[
{\"id\":\"x\",\"key\":1,\"value\":{\"_id\":\"one\"},\"doc\":$one},
{\"id\":\"two\",\"key\":1,\"value\":$two,\"doc\":$two}]}")

# --- What cannot be read leaves in doubt what it may be, and names it.
three=$(trunk three 0103 | sed 's/"a"/"b"/')
printf '%s\n' "$one" "$two" "$three" >three.ndjson
rm -f base.db
run migrate three.ndjson --to sqlite:base.db
expect_pruned() {  # what is left, what is said of line 2: text on standard input
  cat >text.json
  cp base.db now.db
  run migrate text.json --to sqlite:now.db --prune --complete all
  expect_exit 1
  expect_equal "$(documents)" "$1"
  expect_stderr_contains "text.json:2 was not read for certain, and may hold $2"
}
# Its end is missing; its account is there, its id is not; nothing is.
expect_pruned "one two" "document two of account a" <<<"$one
${two%\}}"
expect_pruned "one two" "any document of account a" <<<"$one
$(sed 's/"_id":"two",//' <<<"${two%\}}")"
expect_pruned "one two" "document two of any account" <<<"$one
$(sed 's/"pvt_account_id":"a",//' <<<"${two%\}}")"
expect_pruned "one three two" "any document: " <<<"$one
{\"name\""
# The quote that ends an id is gone: what follows is no part of it.
expect_pruned "one two" "any document of account a" <<<"$one
$(sed 's/"two",/"two ,/' <<<"$two")"
# A row without its document.
expect_pruned "one two" "document two of any account" <<<"$one
{\"id\":\"two\",\"key\":\"two\",\"value\":{\"rev\":\"1-a\"}}"
# An input whose head is missing begins in the middle of a document: others may
# have stood in front of it.
for line in "${one#*,}" "${one:60}" '}]}' '"'; do
  cp base.db now.db
  printf '%s\n%s\n' "$line" "$two" >text.json
  run migrate text.json --to sqlite:now.db --prune --complete all
  expect_equal "$(documents)" "one three two"
  expect_stderr_contains "text.json:1 was not read for certain, and may hold any \
document: "
done
# One of another kind may be none of them.
cp base.db now.db
input=text.json
echo "$one
{\"_id\":\"x\",\"pvt_type\":\"device\",\"a\"" >text.json
run migrate - --to sqlite:now.db --prune --complete all
input=/dev/null
expect_equal "$(documents)" "one"
# The document may be of the account that its database names.
expect_left() {  # what is left
  cp base.db now.db
  run migrate text.json --to sqlite:now.db --prune --complete all
  expect_equal "$(documents | sed 's/ *unnamed-[0-9a-f]*//')" "$1"
}
{ echo "$one" &&
  sed 's/"account"/"pvt_account_db":"account%2Fb","account"/' <<<"$two"
} >text.json
expect_left "one three two"
expect_stderr_contains "text.json:2 was not read for certain, and may hold any \
document of account b"
# One that has no id may be any of its account.
{ echo "$one" && sed 's/"_id"/"_if"/' <<<"$two"; } >text.json
expect_left "one two"
# An id that became another one shows by its revision.
revised() { sed 's/"1-a"/"1-0123456789abcdef"/'; }
rm base.db
revised <three.ndjson | sed '/"three"/s/1-01/1-98/' >revised.ndjson
run migrate revised.ndjson --to sqlite:base.db
sed '/"three"/d; s/"_id":"two"/"_id":"twp"/' revised.ndjson >text.json
expect_left "one two twp"

# --- An input that was not read to its end, of an account that its path names.
mkdir -p dump/account/0b/0b
path=dump/account/0b/0b/$(printf '0b%.0s' {1..14}).json
own=$(sed 's/"pvt_account_id":"a",//' <<<"$two")
echo "$own" >"$path"
printf '%s\n' "$one" "$three" >dump/others.ndjson
rm base.db
run migrate dump --to sqlite:base.db
expect_exit 0
head -c 100 <<<"$own" >"$path"
echo "$one" >dump/others.ndjson
cp base.db now.db
run migrate dump --to sqlite:now.db --prune --complete all
expect_exit 3
expect_equal "$(documents)" "one two"
expect_stderr_contains "$path was not read for certain"

# --- A run that met nothing of interest says so, and deletes nothing.
echo '{"_id":"d","pvt_type":"device","pvt_account_id":"a"}
{"a":1}' >text.json
for options in "" --allow-empty; do
  cp base.db now.db
  run migrate text.json --to sqlite:now.db --prune --complete all $options
  [[ -z $options ]] && expect_exit 3 || expect_exit 0
  expect_equal "$(documents)" "one three two"
  expect_stderr_contains "all 2 documents are of other kinds"
done
run check text.json
expect_exit 3
: >empty.json
run check empty.json --allow-empty
expect_exit 0
finish
