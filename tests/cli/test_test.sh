# trunklift test: cases with what is expected of them.
source "$(dirname "$0")/lib.sh"

mkdir -p cases/deep
secret=hunter2-canary
printf '{"_id":"a","_rev":"1-a","pvt_type":"sys_info","pvt_account_id":"0123456789abcdef0123456789abcdef","x":"%s",
 "account":{"auth_realm":"a.example.com","trunks":"2"},
 "servers":[{"server_name":"Office","auth":{"auth_method":"Password","auth_user":"user1","auth_password":"%s"},
 "options":{"inbound_format":"e164","failover":{"sip":"sip:u:%s@192.0.2.1"}},"DIDs":{"+14155550101":{}}}]}\n' \
  "$secret" "$secret" "$secret" >cases/one.json
{ cat cases/one.json | tr -d '\n'; echo; sed 's/"_id":"a"/"_id":"b"/' cases/one.json | tr -d '\n'; } |
  gzip >cases/deep/two.ndjson.gz
echo "no case" >cases/README

# Nothing is expected yet.
run test --isolated cases
expect_exit 1
expect_stdout_contains "cases/one.json: nothing is expected of it; --update writes cases/one.findings"
expect_stderr_contains "2 cases: 0 passed, 2 failed"
run test --isolated --update cases
expect_exit 0
expect_stderr_contains "2 cases: 2 passed, 4 files written"
run test --isolated cases/deep cases/one.json
expect_exit 0
expect_empty "$out"
expect_stderr_contains "2 cases: 2 passed"
expect_contains cases/one.findings "info TL0103 trunks-as-text /account/trunks: "
expect_contains cases/deep/two.findings "TL0103 trunks-as-text 0123456789abcdef0123456789abcdef/b /account/trunks: "
expect_contains cases/deep/two.findings "TL0301 number-claimed-twice"
expect_contains cases/one.records "  name: Office"
expect_contains cases/one.records "  twoway_trunks: 2"
expect_contains cases/one.records "  secret: text of 14 characters"
for file in cases/*.findings cases/*.records cases/deep/*.findings cases/deep/*.records; do
  expect_lacks "$file" "$secret"
done
cp cases/one.records kept
run test --isolated --update cases
expect_stderr_contains "2 cases: 2 passed"
expect_lacks "$err" written

# Something differs: it is shown, and the rest is run.
sed -i 's/"trunks":"2"/"trunks":"3"/' cases/one.json
sed -i '/TL0103/d' cases/one.findings
run test --isolated cases
expect_exit 1
expect_stdout_contains "--- cases/one.findings"
expect_stdout_contains "+info TL0103 trunks-as-text /account/trunks"
expect_stdout_contains "-  twoway_trunks: 2"
expect_stdout_contains "+  twoway_trunks: 3"
expect_lacks "$out" "$secret"
expect_stderr_contains "2 cases: 1 passed, 1 failed"
run test --isolated --color always cases
expect_stdout_contains $'\x1b[31m-  twoway_trunks: 2\x1b[0m'
run test --isolated --update cases
expect_exit 0
expect_stderr_contains "2 files written"
expect_equal "$(diff kept cases/one.records | grep -c '^>')" 2

# One expectation is enough, and is all that is updated.
rm cases/one.records
run test --isolated --strict cases/one.json
expect_exit 1
expect_stdout_contains "+error TL0001 schema"
run test --isolated --update cases
expect_exit 0
[[ ! -e cases/one.records ]] || fail "records were written that nobody asked for"

# Inputs that cannot be read, and no cases at all.
echo '{"a":' >cases/broken.json
touch cases/broken.findings
run test --isolated cases
expect_exit 1
expect_stdout_contains "+error TL0002 json-syntax"
head -c 60 cases/deep/two.ndjson.gz >cases/cut.ndjson.gz
touch cases/cut.findings
run test --isolated cases
expect_exit 3
expect_stdout_contains "cases/cut.ndjson.gz: cannot be read"
mkdir empty
run test --isolated empty
expect_exit 3
expect_stderr_contains "0 cases"
run test --isolated missing
expect_exit 3
expect_stderr_contains "cannot read missing"
cp cases/one.json cases/one.ndjson
run test --isolated cases
expect_usage_error "the same expectations"
run test --isolated
expect_usage_error "it needs FOLDER..."

finish
