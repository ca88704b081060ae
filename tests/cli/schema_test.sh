#!/usr/bin/env bash
# Schemas of one's own: what is refused, and what a pattern may cost.
source "$(dirname "$0")/lib.sh"

echo '{"a":"x"}' >d.json

# Other drafts are refused, before anything is read.
for uri in http://json-schema.org/draft-06/schema# \
  http://json-schema.org/draft-07/schema \
  https://json-schema.org/draft/2019-09/schema \
  https://json-schema.org/draft/2020-12/schema urn:mine; do
  printf '{"$schema":"%s","properties":{"a":{"const":"y"}}}' "$uri" >s.json
  run check --schema s.json d.json
  expect_exit 2
  expect_contains "$err" "the schema at #/\$schema: "
  expect_contains "$err" "this one says \"$uri\""
done

# What the metaschema refuses is refused, with its place: also in a file that a
# $ref leads to, with or without its ending.
echo '{"properties":{"a":{"$ref":"other"}}}' >s.json
echo '{"definitions":{"never met":{"required":true}}}' >other.json
run check --schema s.json d.json
expect_exit 2
expect_contains "$err" 'the schema at other#/definitions/never met/required: expected array'
echo '{"type":"integer"}' >other.json
run check --schema s.json d.json
expect_exit 1
expect_contains "$out" '/a: expected integer, found a string'

# A byte order mark is nothing; another encoding is refused.
printf '\xef\xbb\xbf{"required":["b"]}' >s.json
run check --schema s.json d.json
expect_exit 1
printf '\xff\xfe{\0}\0' >s.json
run check --schema s.json d.json
expect_exit 2
expect_contains "$err" 'cannot read schema s.json: it is UTF-16 or UTF-32, and UTF-8 is expected'
printf '\xef\xbb\xbfschema=s2.json\n' >trunklift.conf
echo '{"required":["c"]}' >s2.json
run check --config trunklift.conf d.json
expect_exit 1
expect_contains "$out" '/c'

# Honest patterns decide on long texts. One that takes the square of its text
# ends in a finding, and the document is rejected: neither valid nor lost.
python3 - <<'PYTHON'
import json
json.dump({"properties": {
    "list": {"pattern": "^[^,]+(,[^,]+)*$"},
    "data": {"pattern": "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$"},
    "slow": {"pattern": "\\s+$"}, "slower": {"pattern": "^(a+)+$"}}},
    open("s.json", "w"))
with open("good.ndjson", "w") as out:
    for size in 3000, 10000, 300000:
        print(json.dumps({"_id": f"g{size}", "list": "a" + ",a" * size,
                          "data": "QUJD" * size}), file=out)
with open("bad.ndjson", "w") as out:
    print(json.dumps({"_id": "a", "slow": " " * 1000000 + "x"}), file=out)
    print(json.dumps({"_id": "b", "slower": "a" * 100000 + "x"}), file=out)
    # However many there are: they share the steps of one document.
    print(json.dumps({"_id": "c", "slow": " " * 90000 + "x",
                      "slower": "a" * 90000 + "x"}), file=out)
PYTHON
run check --schema s.json good.ndjson
expect_exit 0
run_program timeout 20 "$TRUNKLIFT" check --schema s.json bad.ndjson \
  --rejects kept --report jsonl
expect_exit 1
expect_equal "$(grep -c 'is done with within 50,000,000 steps' "$out")" 4
expect_equal "$(grep -c '^{"_id": "[abc]"' kept)" 3

finish
