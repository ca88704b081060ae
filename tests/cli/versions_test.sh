# Several revisions of one document: the newest counts, in whatever order they
# come, in one run or in several.
source "$(dirname "$0")/lib.sh"

trunk() {  # id revision name [member]
  printf '{"_id":"%s","_rev":"%s","name":"%s",%s"pvt_type":"sys_info",' \
    "$1" "$2" "$3" "${4-}"
  printf '"pvt_account_id":"acc","account":{"auth_realm":"r.example.com",'
  printf '"trunks":1},"servers":[{"server_name":"PBX","auth":{"auth_method":'
  printf '"password","auth_user":"%s","auth_password":"demo-pbx"},' "$1"
  printf '"DIDs":{"+14155550101":{}}}]}\n'
}
context() {  # type id revision members
  printf '{"_id":"%s","_rev":"%s","pvt_type":"%s","pvt_account_id":"acc",%s}\n' \
    "$2" "$3" "$1" "$4"
}
{
  trunk a 1-a old
  trunk a 10-a new
  trunk a 9-a older
  trunk b 2-a same-revision
  trunk b 2-b same-revision
  trunk c 5-a gone-and-back '"pvt_deleted":true,'
  trunk c 6-a back
  trunk d 1-a was-there
  trunk d 2-a is-gone '"pvt_deleted":true,'
  context account acc 1-a '"realm":"old.example.com","name":"Old"'
  context account acc 2-a '"realm":"r.example.com","name":"New"'
  context limits limits 1-a '"twoway_trunks":3'
  context limits limits 2-a '"twoway_trunks":4'
} >all.ndjson
run migrate --to sqlite:all.db all.ndjson
expect_exit 0
expect_balance "read 13 = loaded 3 + unchanged 0 + superseded 5 + rejected 0 \
+ skipped 5"
expect_equal "$(query all.db "SELECT name FROM trunk
  ORDER BY legacy_document_id")" "\
new
same-revision
back"
expect_equal "$(query all.db "SELECT name, realm, twoway_trunks
  FROM account")" "New|r.example.com|4"
contents all.db >all.contents

for seed in {1..12}; do
  python3 - "$seed" <<'PY'
import random, sys
lines = open("all.ndjson").readlines()
dice = random.Random(int(sys.argv[1]))
dice.shuffle(lines)
open("shuffled.ndjson", "w").writelines(lines)
cut = dice.randrange(1, len(lines))
open("first.ndjson", "w").writelines(lines[:cut])
open("second.ndjson", "w").writelines(lines[cut:])
PY
  rm -f one.db two.db
  run migrate --to sqlite:one.db --memory 1 shuffled.ndjson
  last="in one run, order $seed"
  expect_same_contents one.db all.contents
  run migrate --to sqlite:two.db first.ndjson
  run migrate --to sqlite:two.db second.ndjson
  last="in two runs, order $seed"
  for table in trunk device phone_number account legacy_account \
    legacy_limits; do
    expect_equal "$(query two.db "SELECT * FROM $table ORDER BY 1, 2")" \
      "$(query all.db "SELECT * FROM $table ORDER BY 1, 2")"
  done
done

finish
