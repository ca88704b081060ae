# Where calls go: against the platform's own answers, and what people are told.
source "$(dirname "$0")/lib.sh"
cases=$TRUNKLIFT_SOURCE/fixtures/platform

# --- The platform's answers. Left out are users that no document names, and the
# one case that changes the settings of a system.
cat >named.py <<'PY'
import json, sys
cases, answers, out = sys.argv[1:]
named, changed = {}, set()
for case in map(json.loads, open(cases)):
    users = named.setdefault(case["id"], set())
    if "config" in case:
        changed.add(case["id"])
    for document in case.get("docs") or [case["doc"]]:
        servers = document.get("servers")
        if isinstance(servers, dict):
            servers = list(servers.values())
        for server in servers if isinstance(servers, list) else []:
            auth = server.get("auth") if isinstance(server, dict) else None
            user = auth.get("auth_user") if isinstance(auth, dict) else None
            if isinstance(user, str):
                users |= {user, user.lower()}
with open(out, "w") as to:
    for answer in map(json.loads, open(answers)):
        if answer["id"] in changed:
            continue
        answer["outbound"] = [call for call in answer["outbound"]
                              if call["call"].get("user") in named[answer["id"]]]
        to.write(json.dumps(answer) + "\n")
PY
for set in crafted random wild; do
  python3 "$cases/to_dump.py" <"$cases/$set/cases.ndjson" >"$set.ndjson"
  python3 named.py "$cases/$set/cases.ndjson" "$cases/$set/routing.ndjson" \
    "$set.expected"
  shuf --random-source=<(yes) "$set.ndjson" >"$set.shuffled"
  for threads in 1 2; do
    run route --all --report jsonl "-j$threads" "$set.ndjson"
    cp "$out" "$set.$threads.jsonl"
  done
  cmp "$set.1.jsonl" "$set.2.jsonl" || fail "$set: -j2 gives other answers"
  input=$set.shuffled run route --all --report jsonl -
  cmp "$set.1.jsonl" "$out" || fail "$set: another order gives other answers"
  run_program python3 "$cases/compare_routing.py" "$cases/$set/cases.ndjson" \
    "$set.expected" "$set.1.jsonl"
  expect_exit 0
  checks=$((checks + 1))
  (($(sed -n 's/^agree \([0-9]*\) of.*/\1/p' "$out") > 250)) ||
    fail "there should be more answers"
done

# --- One number on one screen.
account=$(printf 'a%.0s' {1..32})
trunk() {  # id revision servers [member...]
  printf '{"_id":"%s","_rev":"%s","pvt_type":"sys_info","pvt_account_id":"%s",' \
    "$1" "$2" "$account"
  printf '"account":{"auth_realm":"pbx.example.com","timeout":30},%s"servers":[%s]}\n' \
    "${4-}" "$3"
}
server() {  # user DIDs options
  printf '{"server_name":"PBX %s","auth":{"auth_user":"%s","auth_password":"hunter2"},' "$1" "$1"
  printf '"DIDs":{%s},"options":{%s}}' "$2" "$3"
}
{
  trunk one 1-a "$(server old '"+14155550101":{}' '"timeout":"5"')"
  trunk one 2-b "$(server new '"+14155550101":{"delay":"3"},"4155550102":{}' \
    '"timeout":21,"inbound_format":"e164","failover":{"sip":"sip:u:hunter2@192.0.2.9"},"sip_headers":{"X-Auth":"hunter2","X-B":"c"}')"
  trunk two 1-a "$(server gone '"+14155550103":{}' '')" '"pvt_deleted":true,'
  trunk three 1-a "$(server quiet '"+14155550104":{}' ''),{}"
  trunk four 1-a "$(server left '"+14155550105":{}' '')"
  printf '{"_id":"four","_rev":"2-c","_deleted":true,"pvt_type":"sys_info","pvt_account_id":"%s"}\n' "$account"
  printf '{"_id":"five","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"%s","account":{"auth_realm":"pbx.example.com"},"servers":[{"auth":{"auth_method":"ip","ip":"192.0.2.7"},"DIDs":{},"options":{}}]}\n' "$account"
  printf '{"_id":"%s","pvt_type":"account","name":"Acme","realm":"pbx.example.com","pvt_account_id":"%s"}\n' "$account" "$account"
} >dump.ndjson
run route dump.ndjson --number 4155550101
expect_exit 0
cat >expected <<TXT
call to 4155550101, account $account "Acme"
  endpoint                   the server rings
  answers                    document one, /servers/0 "PBX new"
  Invite-Format              "e164"                    /servers/0/options/inbound_format
  To-DID                     "+14155550101"            the call
  To-User                    "new"                     /servers/0/auth/auth_user
  To-Realm                   "pbx.example.com"         /account/auth_realm
  Bypass-Media               "true"                    default
  Endpoint-Delay             "3"                       /servers/0/DIDs/+14155550101/delay
  Endpoint-Timeout           none
                             not 21                    /servers/0/options/timeout
                             not 30                    /account/timeout
  Failover                   {"sip":"sip:u:***@192.0.2.9"}  /servers/0/options/failover
  Custom-SIP-Headers         {"X-KAZOO-AOR":"sip:new@pbx.example.com"}  /servers/0/auth/auth_user
                             not {"X-Auth":"***","X-B":"c"}  /servers/0/options/sip_headers
  Route-Options              []                        default
  Caller-ID-Options          {}                        default
TXT
diff expected "$out" || fail "another answer is expected"
expect_stderr_contains "answered   1 inbound, 0 outbound"

# --- What is not found, and why.
not_found() {  # number because...
  run route -q dump.ndjson --number "$1"
  expect_exit 0
  expect_stdout_contains "no_did_found"
  shift
  local because
  for because in "$@"; do expect_stdout_contains "$because"; done
}
not_found +14155550102 'document one, /servers/0' \
  'it is written as 4155550102, which no call is looked up by'
not_found +14155550103 'pvt_deleted is set'
not_found +14155550104 \
  '/servers/1/auth is missing, so the lookup fails for the whole document'
run route dump.ndjson --number +14155550101 --number +14155550105
expect_exit 1
expect_stderr_contains "no document has +14155550105"
expect_stdout_contains "call to +14155550101"

# --- Users and addresses.
run route -q dump.ndjson --user NEW@PBX.example.com
expect_exit 0
expect_stdout_contains "call from new@pbx.example.com, account $account \"Acme\""
expect_stdout_contains "the call goes to a carrier"
expect_stdout_contains 'Custom-SIP-Headers         {"X-Auth":"***","X-B":"c"}  /servers/0/options/sip_headers'
expect_stdout_contains 'Outbound-Caller-ID-Name    "Orig Name"               the call'
run route -q dump.ndjson --report jsonl --user new@pbx.example.com \
  --caller-name Desk --caller-number 100
expect_equal "$(cat "$out")" "{\"account_id\":\"$account\",\"direction\":\"outbound\",\"user\":\"new\",\"realm\":\"pbx.example.com\",\"outcome\":\"offnet\",\"request\":{\"Outbound-Caller-ID-Number\":\"100\",\"Outbound-Caller-ID-Name\":\"Desk\",\"Flags\":[],\"Media\":\"bypass\",\"Custom-SIP-Headers\":{\"X-Auth\":\"***\",\"X-B\":\"c\"}}}"
run route -q dump.ndjson --address 192.0.2.7
expect_exit 0
expect_stdout_contains "call from 192.0.2.7, account $account \"Acme\""
expect_stdout_contains "hangup                     the call is refused"

run route -q dump.ndjson --all --report jsonl
cp "$out" expected
run route -q dump.ndjson --all --report jsonl=answers.jsonl
expect_exit 0
expect_empty "$out"
cmp expected answers.jsonl || fail "the file has other answers"
run route dump.ndjson --all --report jsonl=dump.ndjson
expect_exit 2

# --- Passwords are in no answer.
for format in text jsonl; do
  run route dump.ndjson --all --report "$format"
  expect_exit 0
  expect_lacks "$out" hunter2
  expect_lacks "$err" hunter2
done

# --- What was not read.
{ cat dump.ndjson; echo '{"_id":"cut","servers":['; } >broken.ndjson
run route broken.ndjson --number +14155550101
expect_exit 3
expect_stderr_contains "1 of 9 documents, or what is in them, could not be read"
expect_stdout_contains "call to +14155550101"
run route nothing.ndjson --all
expect_exit 3
run route dump.ndjson
expect_exit 2
expect_stderr_contains "give --number, --user, --address or --all"
run route dump.ndjson --user new
expect_exit 2
run route dump.ndjson --all --account other
expect_exit 0

# --- The reader of the output may go away.
run_program bash -c '"$TRUNKLIFT" route wild.ndjson --all | head -n 1'
expect_stdout_contains "call to"
expect_empty "$err"

finish
