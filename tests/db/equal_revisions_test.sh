# Versions of one revision, as a conflict or an edit by hand leaves them: the
# same one counts whatever the order, in one run or in several, in both targets;
# and loading all of it again changes nothing.
source "$(dirname "$0")/target.sh"
start_cluster

trunk() {  # id revision name [member]
  printf '{"_id":"%s","_rev":"%s","name":"%s",%s"pvt_type":"sys_info",' \
    "$1" "$2" "$3" "${4-}"
  printf '"pvt_account_id":"acc","account":{"trunks":1},"servers":[{"auth":'
  printf '{"auth_user":"%s"},"DIDs":{"+14155550101":{}}}]}\n' "$3"
}
context() {  # type id members
  printf '{"_id":"%s","_rev":"2-a","pvt_type":"%s","pvt_account_id":"acc",%s}\n' \
    "$2" "$1" "$3"
}
{
  for i in 1 2 3 4; do
    trunk several 3-abc "n$i"
    trunk other 3-abd "n$i"
    context account acc "\"realm\":\"r$i.example.com\""
    context limits limits "\"twoway_trunks\":$i"
    context number +14155550101 "\"failover\":{\"e164\":\"+1415555020$i\"},\
\"pvt_assigned_to\":\"acc\""
  done
  trunk there 5-a one
  trunk gone 5-a one
  trunk gone 6-a gone '"pvt_deleted":true,'
} >all.ndjson

to_sqlite all all.ndjson
expect_equal "$(query all.db "SELECT count(*), sum(name LIKE 'gone%')
  FROM trunk")" "3|0"
contents all.db >all.rows
for seed in {1..8}; do
  python3 - "$seed" <<'PY'
import random, sys
lines = open("all.ndjson").readlines()
dice = random.Random(int(sys.argv[1]))
dice.shuffle(lines)
cuts = sorted(dice.randrange(len(lines) + 1) for _ in range(2))
for name, part in (("1", lines[:cuts[0]]), ("2", lines[cuts[0]:cuts[1]]),
                   ("3", lines[cuts[1]:])):
    open(name + ".ndjson", "w").writelines(part)
PY
  schema=s$seed
  rm -f some.db
  for part in 1 2 3; do
    to_sqlite some --complete none "$part.ndjson"
    to_postgres --complete none "$part.ndjson"
  done
  last="order $seed"
  contents some.db >some.rows
  expect_same_text some.rows all.rows
  live_contents >some.contents
  [[ -f all.contents ]] || cp some.contents all.contents
  expect_same_text some.contents all.contents
  row_versions >before
  contents some.db >before.db
  for part in 3 1 2; do
    to_sqlite some --complete none "$part.ndjson"
    to_postgres --complete none "$part.ndjson"
    expect_equal "$(balance | grep -o 'loaded [0-9]*')" "loaded 0"
  done
  last="again, order $seed"
  row_versions >after
  expect_same_text after before
  expect_same_contents some.db before.db
done

# --- The version that is not deleted counts where revisions are equal.
{
  trunk both 5-a one
  context account acc '"realm":"r.example.com"'
  context limits limits '"twoway_trunks":4'
} >there.ndjson
sed 's/,/,"pvt_deleted":true,/' there.ndjson >gone.ndjson
rm -f some.db
for schema in there gone; do
  other=$(echo there gone | sed "s/ *$schema *//")
  rm -f some.db
  for part in "$schema" "$other" "$schema"; do
    to_sqlite some --complete none "$part.ndjson"
    to_postgres --complete none "$part.ndjson"
  done
  last="$schema first"
  contents some.db >"$schema.rows"
  expect_equal "$(query some.db "SELECT t.name, a.realm, a.twoway_trunks
    FROM trunk t JOIN account a USING (account_id)")" "one|r.example.com|4"
  live_contents >"$schema.contents"
done
expect_same_text there.rows gone.rows
expect_same_text there.contents gone.contents
expect_equal "$(number_of trunk)" 1

finish
