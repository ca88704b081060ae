# What rules are there, and what they mean.
source "$(dirname "$0")/lib.sh"

run rules
expect_exit 0
expect_empty "$err"
count=$(wc -l <"$out")
checks=$((checks + 1))
((count > 110)) || fail "expected more rules than $count"
expect_equal "$(cut -c1-6 "$out" | sort -u | wc -l)" "$count"
expect_equal "$(cut -c1-6 "$out")" "$(cut -c1-6 "$out" | sort)"
expect_stdout_contains "TL0206  address-malformed"

run rules --format json
expect_exit 0
expect_equal "$(wc -l <"$out")" "$count"
python3 -c 'import json, sys
rules = [json.loads(line) for line in sys.stdin]
one = next(r for r in rules if r["id"] == "TL0225")
print(one["slug"], one["severity"], one["scope"], one["effect"], one["fix"],
      one["looks_at"], one["cases"])
print({key for rule in rules for key in rule if rule[key] == ""})' \
  <"$out" >parsed
expect_equal "$(cat parsed)" "ip-server-silences-document warning document none \
none ['/servers/*'] ['view-01']
set()"

cp "$out" with-json
run rules list --format json
expect_exit 0
cmp "$out" with-json || fail "rules list is another list"
run rules explain
expect_usage_error "they can be listed"
run rules --format markdown
expect_exit 0
checks=$((checks + 1))
cmp -s "$out" "$TRUNKLIFT_SOURCE/docs/rules.md" ||
  fail "docs/rules.md is stale: write it with trunklift rules --format markdown"

run explain tl0225 Address-Malformed
expect_exit 0
expect_stdout_contains "TL0225 ip-server-silences-document"
expect_stdout_contains "TL0206 address-malformed"
expect_stdout_contains "severity    warning"
expect_stdout_contains "cases       view-01"
run explain TL0225 --format json
expect_exit 0
expect_stdout_contains '{"id":"TL0225","slug":"ip-server-silences-document"'
expect_equal "$(wc -l <"$out")" 1

run explain adress-malformed
expect_usage_error "cannot find adress-malformed: there is no such rule"
expect_stderr_contains "did you mean address-malformed?"
run explain
expect_usage_error "it needs RULE..."

finish
