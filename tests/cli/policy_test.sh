# Which findings are shown, as what, and which end a run badly: rules turned off
# and severities, suppressions, baselines, thresholds. None of it changes what is
# migrated.
source "$(dirname "$0")/lib.sh"

run generate --documents 300 --seed 4 --flaws 25% -o dump.ndjson
expect_exit 0
python3 - <<'PY'
import random
lines = open("dump.ndjson", "rb").read().splitlines(keepends=True)
random.Random(1).shuffle(lines)
open("shuffled.ndjson", "wb").write(b"".join(lines))
PY

# rules of a report in JSON lines, each with severity and count
counts() {  # report
  python3 - "$1" <<'PY'
import collections, json, sys
found = collections.Counter()
for line in open(sys.argv[1]):
    f = json.loads(line)
    if "fingerprint" in f:
        found[f["rule"], f["severity"]] += 1
for (rule, severity), count in sorted(found.items()):
    print(rule, severity, count)
PY
}
report() { run check --isolated -q --report jsonl "$@"; }

report dump.ndjson
expect_exit 1
cp "$out" all.jsonl
counts all.jsonl >all
ids=$(cut -d' ' -f1 all | sort -u)
expect_contains all "TL0206 error"

# --- Rules: off, selected, ignored, with another severity.
report --rule TL0206=off --rule auth-method-case=warning dump.ndjson
expect_exit 1
counts "$out" >some
expect_lacks some TL0206
expect_contains some "TL0106 warning"
expect_equal "$(grep -v 'TL0106' some)" "$(grep -v 'TL0106\|TL0206' all)"
expect_contains "$out" '"hidden":{"suppressed":0,"known":0}'
report --select TL0206,emergency dump.ndjson
expect_equal "$(counts "$out" | cut -d' ' -f1 | sort -u | tr '\n' ' ')" \
  "$(trunklift_ids=$ids python3 - <<'PY'
import os
emergency = {"TL0218", "TL0224", "TL0253"}
print(" ".join(i for i in os.environ["trunklift_ids"].split()
               if i == "TL0206" or i in emergency))
PY
) "
report --select tl02 --ignore TL0206 --ignore address dump.ndjson
expect_exit 1
expect_equal "$(counts "$out" | grep -c '^TL02')" "$(counts "$out" | grep -c .)"
expect_lacks "$out" '"rule":"TL0208"'
report --select all --rule all=info dump.ndjson
expect_exit 0
expect_equal "$(counts "$out" | cut -d' ' -f2 | sort -u)" info
# What a rule rejects stays rejected, and says why.
run migrate --isolated -q --to jsonl:as-is --rejects as-is.rejects dump.ndjson
expect_exit 1
run migrate --isolated -q --to jsonl:hidden --rejects hidden.rejects \
  --ignore all dump.ndjson
expect_exit 0
cmp as-is.rejects hidden.rejects || fail "--ignore changes what is rejected"
for table in as-is/*; do
  # Each run has an id and a time of its own.
  [[ $table == */run.jsonl || $table == */*legacy_document.jsonl ||
    $table == */unconverted_document.jsonl ]] && continue
  cmp "$table" "hidden/${table##*/}" || fail "--ignore changes $table"
done
for wrong in --rule=TL0206=loud --rule=TL0206 \
  --rule=TL0206.most=2 --rule=TL0223.most-user=many --rule=TL0223.much=3 \
  --max-errors=x --max-errors=TL0206= --max-error-rate=3 --select=,; do
  run check --isolated "$wrong" dump.ndjson
  expect_usage_error "${wrong%%=*}"
done
run check --isolated --select TL9999 dump.ndjson
expect_usage_error "cannot find TL9999: there is no such rule"
run check --isolated --ignore adress-malformed dump.ndjson
expect_stderr_contains "did you mean address-malformed?"
run check --isolated --rule TL0223.much=3 dump.ndjson
expect_stderr_contains "its options are least-user, most-user, least-password"

# --- Options of a rule, here and in the configuration file.
cat >long.json <<'JSON'
{"_id":"a","pvt_type":"sys_info","pvt_account_id":"0123456789abcdef0123456789abcdef",
 "account":{"auth_realm":"a.example.com","trunks":1},
 "servers":[{"server_name":"s","auth":{"auth_method":"password","auth_user":"user",
  "auth_password":"sevench"},"options":{}}]}
JSON
report --select TL0223 long.json
expect_exit 0
expect_lacks "$out" TL0223
report --select TL0223 --rule TL0223.least-password=3 \
  --rule TL0223.least-password=8 long.json
expect_contains "$out" "expected 8 to 32 characters, found 7"
cat >short.json <<'JSON'
{"_id":"b","pvt_type":"sys_info","pvt_account_id":"0123456789abcdef0123456789abcdef",
 "account":{"auth_realm":"a.example.com","trunks":1},
 "servers":[{"server_name":"s","auth":{"auth_method":"password","auth_user":"user",
  "auth_password":"sevench"},"options":{"failover":{"e164":"4711"}},
  "DIDs":{"+6834012":{}}}]}
JSON
report --select TL0266,TL0251 short.json
expect_lacks "$out" TL0
report --select TL0266,TL0251 --rule TL0266.least-digits=8 \
  --rule TL0251.least-digits=5 short.json
expect_contains "$out" "expected 8 digits or more, found 7"
expect_contains "$out" "expected a number, found text of 4 characters"
printf 'rule=TL0223.least-password=9\nrule=TL0223=error\nselect=TL0223\n' \
  >policy.conf
run check --config policy.conf -q --report concise long.json
expect_exit 1
expect_stdout_contains "error TL0223"
expect_stdout_contains "expected 9 to 32"

# --- Suppressions.
account=$(python3 - <<'PY'
import json
for line in open("all.jsonl"):
    f = json.loads(line)
    if f.get("rule") == "TL0206":
        print(f["account_id"])
        break
PY
)
cat >suppressions.jsonl <<JSON
# Decided by the team.
{"rule": "TL0206", "account": "$account", "reason": "they renumber in May"}

{"rule": "auth-method-case", "pointer": "/servers/*/auth/auth_method", "reason": "harmless", "expires": "2999-12-31"}
{"rule": "TL0253", "pointer": "/servers/**", "reason": "we have got used to it", "expires": "2020-02-29"}
{"rule": "TL0106", "account": "nobody*", "reason": "a mistake"}
JSON
for input in dump.ndjson shuffled.ndjson; do
  for jobs in 1 2; do
    report "-j$jobs" --suppressions suppressions.jsonl "$input"
    expect_exit 1
    grep -v '"summary"' "$out" | python3 -c '
import json, sys
rows = []
for line in sys.stdin:
    f = json.loads(line)
    if "rule" in f:
        mine = f["rule"].startswith("TL04")
        rows.append((f["rule"], f["line"] if mine else 0, f["fingerprint"]))
print(*sorted(rows), sep="\n")' >"suppressed.$input.$jobs"
    cmp suppressed.dump.ndjson.1 "suppressed.$input.$jobs" ||
      fail "other findings are suppressed in $input with -j$jobs"
  done
done
report --suppressions suppressions.jsonl dump.ndjson
counts "$out" >some
expect_lacks some TL0106
expect_contains some "$(grep TL0253 all)"
expect_contains "$out" "the suppression of TL0253 expired on 2020-02-29: we have got used to it"
expect_contains "$out" '"input":"suppressions.jsonl","line":5'
expect_contains "$out" "the suppression of TL0106 covers nothing: a mistake"
expect_equal "$(python3 - all.jsonl "$out" "$account" <<'PY'
import json, sys
def of(path):
    lines = (json.loads(line) for line in open(path))
    return {f["fingerprint"]: (f["rule"], f["account_id"]) for f in lines
            if "rule" in f and not f["rule"].startswith("TL04")}
before, after = of(sys.argv[1]), of(sys.argv[2])
gone = {before[f] for f in before.keys() - after.keys()}
print(after.keys() <= before.keys(),
      {rule for rule, _ in gone} == {"TL0206", "TL0106"},
      {account for rule, account in gone if rule == "TL0206"} == {sys.argv[3]})
PY
)" "True True True"
# From a part of the inputs nobody can tell what covers nothing.
report --suppressions suppressions.jsonl dump.ndjson missing.ndjson
expect_exit 3
expect_lacks "$out" TL0402
expect_contains "$out" TL0401
for wrong in '{"rule":"TL0206"}' '{"reason":"x"}' '[]' '{"rule":"TL1","reason":"x"}' \
  '{"rule":"TL0206","reason":" "}' '{"rule":"TL0206","reason":"x","expires":"2026-02-29"}' \
  '{"rule":"TL0206","reason":"x","until":"2026-02-28"}' '{"rule":2,"reason":"x"}' '{'; do
  printf '\n%s\n' "$wrong" >wrong.jsonl
  run check --isolated --suppressions wrong.jsonl dump.ndjson
  expect_usage_error "wrong.jsonl:2"
done

# --- Baselines: what is known is known in any order.
run check --isolated -q --write-baseline base.jsonl dump.ndjson
expect_exit 0
run check --isolated -q -j2 --write-baseline again.jsonl shuffled.ndjson
expect_exit 0
cmp base.jsonl again.jsonl || fail "the baseline depends on the order"
expect_equal "$(wc -l <base.jsonl)" "$(($(python3 - <<'PY'
import json
print(len({json.loads(line)["fingerprint"] for line in open("all.jsonl")
           if "fingerprint" in line}))
PY
) + 1))"
for input in dump.ndjson shuffled.ndjson; do
  for jobs in 1 2; do
    report "-j$jobs" --baseline base.jsonl "$input"
    expect_exit 0
    expect_equal "$(counts "$out")" ""
    expect_contains "$out" '"hidden":{"suppressed":0,"known":'
  done
done
# Something new, and something that is gone.
sed 's/"_id":"a"/"_id":"b"/; s/sevench/abc/' long.json >new.json
head -n 2000 shuffled.ndjson >most.ndjson
report --baseline base.jsonl most.ndjson new.json
counts "$out" >some
expect_contains some "TL0223 warning 1"
expect_contains some "TL0403 info"
expect_contains "$out" "is not found any more"
stale=$(grep TL0403 some | cut -d' ' -f3)
before=$(wc -l <base.jsonl)
run check --isolated --baseline base.jsonl --prune-baseline most.ndjson new.json
expect_stderr_contains "baseline   $stale pruned"
expect_equal "$(wc -l <base.jsonl)" "$((before - stale))"
report --baseline base.jsonl most.ndjson
expect_lacks "$out" TL0403
# Not of a part of the inputs.
cp base.jsonl kept
run check --isolated --baseline base.jsonl --prune-baseline most.ndjson missing
expect_exit 3
expect_stderr_contains "the baseline was left as it is"
cmp base.jsonl kept || fail "a baseline was pruned though an input is missing"
run check --isolated --write-baseline other.jsonl most.ndjson missing
expect_exit 3
[[ ! -e other.jsonl ]] || fail "a baseline was written though an input is missing"
run check --isolated --prune-baseline dump.ndjson
expect_usage_error "there is no --baseline"
run check --isolated --baseline kept --write-baseline other.jsonl --prune-baseline \
  dump.ndjson
expect_usage_error "writes a whole new one"
run check --isolated --baseline other.jsonl dump.ndjson
expect_usage_error "--write-baseline writes one"
run check --isolated --baseline dump.ndjson dump.ndjson
expect_usage_error "it is no baseline"
run check --isolated --write-baseline dump.ndjson dump.ndjson
expect_usage_error "it is an input"

# --- Thresholds.
errors=$(awk '$2 == "error" {n += $3} END {print n}' all)
malformed=$(awk '$1 == "TL0206" {print $3}' all)
threshold() {  # exit-code option...
  local code=$1
  shift
  run check --isolated -q "$@" dump.ndjson
  expect_exit "$code"
}
threshold 0 --max-errors "$errors"
threshold 1 --max-errors "$((errors - 1))"
expect_stderr_contains "$errors errors in"
expect_stderr_contains "more than --max-errors $((errors - 1))"
threshold 1 --max-errors "$errors" --fail-on warning
threshold 0 --max-errors "$((errors - malformed))" \
  --max-errors "TL0206=$malformed"
threshold 1 --max-errors "$errors" --max-errors "address-malformed=$((malformed - 1))"
expect_stderr_contains "$malformed findings of TL0206"
threshold 0 --max-error-rate 90%
threshold 1 --max-error-rate 0.01%
threshold 1 --max-errors "$errors" --max-error-rate TL0206=0.001%
threshold 1 --fail-on never --max-errors 0

finish
