# Where calls go as the documents are meant: against what the platform does, and
# whose numbers are.
source "$(dirname "$0")/lib.sh"

# --- Documents without findings say what the platform does; each other
# difference has a finding of a rule about calls.
run generate --documents 3000 --flaws 10% --seed 11
cp "$out" dump.ndjson
run check dump.ndjson -q --report jsonl=findings.jsonl
for semantics in effective intended; do
  for threads in 1 2; do
    run route -q dump.ndjson --all "-j$threads" --semantics "$semantics" \
      --report "jsonl=$semantics.$threads"
    checks=$((checks + 1))
    [[ $code == 0 || $code == 3 ]] || fail "expected exit code 0 or 3"
  done
  cmp "$semantics.1" "$semantics.2" || fail "$semantics: -j2 gives other answers"
done
shuf --random-source=<(yes) dump.ndjson >shuffled.ndjson
run route -q shuffled.ndjson --all --semantics intended --report jsonl=intended.3
cmp intended.1 intended.3 || fail "another order gives other answers"
run_program python3 - <<'PY'
import collections, json, sys

# Numbers and booleans where the platform reads text only; text that it takes
# and the schema does not; documents that are rejected.
TYPES = {"TL0239", "TL0118", "TL0001"}
TYPED = {"Endpoint-Delay", "Endpoint-Timeout", "Endpoint-Progress-Timeout",
         "Ignore-Early-Media"}

def calls(path):
    out = {}
    for line in open(path):
        call = json.loads(line)
        who = call.get("number", call.get("user"))
        out[call["account_id"], call["direction"], who,
            call.get("realm", "").lower()] = call
    return out

def comparable(call):
    call = json.loads(json.dumps(call))
    realm = call.get("endpoint", {}).get("To-Realm")
    if isinstance(realm, str):
        call["endpoint"]["To-Realm"] = realm.lower()
    return call

found = collections.defaultdict(set)
for line in open("findings.jsonl"):
    finding = json.loads(line)
    if "rule" in finding:
        found[finding["account_id"]].add(finding["rule"])
before, after = calls("effective.1"), calls("intended.1")
assert before.keys() == after.keys()
same = changed = 0
clean = collections.Counter()
for key, call in before.items():
    rules = found[key[0]]
    clean[bool(rules)] += 1
    if comparable(call) == comparable(after[key]):
        same += 1
        continue
    changed += 1
    if not rules:
        sys.exit(f"no finding explains {key}: {call} and {after[key]}")
    left, right = call.get("endpoint"), after[key].get("endpoint")
    if left and right:
        names = {name for name in left | right
                 if left.get(name) != right.get(name)}
        if names and names <= TYPED and not rules & TYPES:
            sys.exit(f"no type explains {key}: {names} {rules}")
print(same, "the same,", changed, "changed,", clean[False], "without findings")
assert same > 10000 and changed > 1000 and clean[False] > 10
PY
expect_exit 0
tail -n 1 "$out"

# --- Whose a number is.
trunk() {  # account id number
  printf '{"_id":"%s","pvt_type":"sys_info","pvt_account_id":"%s","account":{"auth_realm":"%s.example.com","timeout":30},"servers":[{"auth":{"auth_method":"password","auth_user":"user","auth_password":"secret-1"},"options":{"inbound_format":"e164"},"DIDs":{"%s":{}}}]}\n' \
    "$2" "$1" "$1" "$3"
}
number() {  # number account state
  printf '{"_id":"%s","pvt_type":"number","pvt_assigned_to":"%s","pvt_state":"%s"}\n' "$@"
}
{
  trunk alpha one +14155550101
  trunk beta one +14155550101
  trunk alpha two +14155550102
  trunk beta two +14155550102
  number +14155550102 beta in_service
  trunk alpha three +14155550103
  number +14155550103 gamma in_service
  trunk alpha four +14155550104
  trunk beta four +14155550104
  number +14155550104 beta aging
  trunk alpha five +14155550105
  trunk alpha six 10010
  trunk beta six 10010
} >claims.ndjson
outcome() {  # account number
  sed -n "s/{\"account_id\":\"$1\",\"direction\":\"inbound\",\"number\":\"$2\",\"outcome\":\"\([a-z_]*\)\".*/\1/p" answers
}
run route -q claims.ndjson --all --semantics intended --report jsonl=answers
expect_exit 0
expect_equal "$(outcome alpha +14155550101) $(outcome beta +14155550101)" \
  "contested contested"
expect_equal "$(outcome alpha +14155550102) $(outcome beta +14155550102)" \
  "elsewhere endpoint"
expect_equal "$(outcome alpha +14155550103)" "elsewhere"
expect_equal "$(outcome alpha +14155550104) $(outcome beta +14155550104)" \
  "contested contested"
expect_equal "$(outcome alpha +14155550105)" "endpoint"
# One without a plus is each account's own.
expect_equal "$(outcome alpha 10010) $(outcome beta 10010)" "endpoint endpoint"
run route -q claims.ndjson --number +14155550102 --semantics intended
expect_exit 0
expect_stdout_contains "call to +14155550102, account alpha"
expect_stdout_contains "the number belongs to another account"
expect_stdout_contains 'Endpoint-Timeout           "30"                      /account/timeout'
run route -q claims.ndjson --number +14155550102
expect_stdout_contains "not 30                    /account/timeout"

finish
