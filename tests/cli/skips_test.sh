# --explain-skips says of each document that is read and not used why that is.
source "$(dirname "$0")/lib.sh"

number() {  # digits members
  echo "{\"_id\":\"$1\",\"_rev\":\"1-a\",\"pvt_type\":\"number\"$2}"
}
of_account='"pvt_assigned_to":"acc"'
leads='"failover":{"e164":"+14155550199"}'
cat >dump.ndjson <<END
{"_id":"flow","_rev":"1-a","pvt_type":"callflow","pvt_account_id":"acc"}
{"_id":"nameless","_rev":"1-a","pvt_account_id":"acc"}
$(number +14155550101 ",$of_account,\"pvt_state\":\"in_service\"")
$(number +14155550102 "")
$(number +14155550103 ",$of_account,\"pvt_deleted\":true")
$(number hello ",$of_account")
$(number +14155550104 ",$of_account,$leads")
$(number +14155550104 ",$of_account,$leads")
$(number +14155550105 ",$of_account,\"pvt_used_by\":\"callflow\"")
{"_id":"old","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"acc","account":{"auth_realm":"a.example.com"},"servers":[],"_deleted":true}
{"_id":"live","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"acc","account":{"auth_realm":"a.example.com"},"servers":[{"auth":{"auth_user":"user1","auth_password":"secret-1"}}]}
END
expected="dump.ndjson:1: not used: documents of this kind say nothing of trunks
dump.ndjson:2: not used: documents of this kind say nothing of trunks
dump.ndjson:3: not used: it says nothing that its trunk does not say
dump.ndjson:4: not used: the number is assigned to no account
dump.ndjson:5: not used: it is deleted
dump.ndjson:6: not used: its id is no number in E.164
dump.ndjson:8: not used: this version or a later one came before
dump.ndjson:10: not used: it is deleted"

reasons() {
  sed -n 's/^\(dump.ndjson:[0-9]*\): info TL0027 .*: \(not used: .*\)/\1: \2/p' \
    "$out" | sort -t: -k2n
}
for jobs in 1 4; do
  run check dump.ndjson --explain-skips --report concise -j "$jobs"
  expect_equal "$(reasons)" "$expected"
done
run migrate dump.ndjson --to sqlite:t.db --explain-skips --report concise
expect_equal "$(reasons)" "$expected"

# Nothing else becomes of them, and without the option nothing is said.
run check dump.ndjson --report concise
expect_equal "$(grep -c TL0027 "$out")" 0
counts=$(grep balance "$err")
run check dump.ndjson --explain-skips --report concise
expect_equal "$(grep balance "$err")" "$counts"
run migrate dump.ndjson --to sqlite:plain.db
expect_equal "$(query t.db "SELECT count(*) FROM legacy_number")" \
  "$(query plain.db "SELECT count(*) FROM legacy_number")"
finish
