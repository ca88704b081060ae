# What a small document may not make much of: texts that each of its servers and
# numbers takes again.
source "$(dirname "$0")/lib.sh"

make() {  # size-of-the-text where: a document with 1,000 numbers
  python3 - "$@" <<'PY'
import json, sys
text = "x" * int(sys.argv[1])
where = sys.argv[2]
servers = [{"server_name": f"s{i}", "auth": {
    "auth_method": "password", "auth_user": f"user{i}",
    "auth_password": "pass-word"}, "options": {"enabled": True},
    "DIDs": {f"+1415555{j:04}": {} for j in range(10 * i, 10 * i + 10)}}
    for i in range(100)]
document = {"_id": "d", "_rev": "1-a", "pvt_type": "sys_info",
            "pvt_account_id": "a1",
            "account": {"auth_realm": "a.example.com"}, "servers": servers}
if where == "id":
    document["_id"] = text
elif where == "callerid":
    document["callerid"] = {"cid_name": text, "cid_number": "+14155550100"}
elif where == "flags":
    document["account"]["flags"] = [text] * 10
elif where == "user":
    servers[0]["auth"]["auth_user"] = text
    servers[0]["DIDs"] = {f"+1416555{i:04}": {} for i in range(1000)}
elif where == "failover":
    document["account"]["failover"] = {"e164": text}
print(json.dumps(document))
PY
}

says="TL0026 repeats-too-much: its records would repeat"
for where in id callerid flags user failover; do
  make 20000 "$where" >long.json
  run check long.json
  expect_exit 1
  expect_stdout_contains "$says"
  run migrate long.json --to sqlite:long.db --rejects rejects
  expect_balance "read 1 = loaded 0 + unchanged 0 + superseded 0 + rejected 1 + skipped 0"
  expect_equal "$(query long.db 'SELECT count(*) FROM phone_number')" 0
  # Byte for byte behind its note.
  tail -n +2 rejects | cmp -s - long.json || fail "the reject is not as it was"
  expect_equal "$(($(stat -c %s long.db) < 1000000))" 1
  rm -f long.db rejects

  make 100 "$where" >short.json
  run check short.json
  expect_exit 0
  expect_lacks "$out" repeats-too-much
done
finish
