# Secrets: in no output of any command, in no format, but in the database, the
# rejects file and repaired documents, which are their owner's alone.
source "$(dirname "$0")/lib.sh"

canary=CANARY-7f3a
server() {  # auth [member...]
  printf '{"_id":"%s","pvt_type":"sys_info","pvt_account_id":"account2",' "$1"
  printf '"account":{"auth_realm":"pbx.example.com"},"servers":[%s]}\n' "$2"
}
{
  server good "{\"auth\":{\"auth_method\":\"password\",\"auth_user\":\"u1\",
\"auth_password\":\"$canary\"},\"options\":{},
\"DIDs\":{\"+14155550150\":{}}}" | tr -d '\n'; echo
  printf '{"_id":"+14155550150","pvt_type":"number","pvt_assigned_to":"account2","pvt_used_by":"%s","x":"%s"}\n' \
    "$canary" "$canary"
  server method "{\"auth\":{\"auth_method\":\"PASSWORD\",\"auth_user\":\"u2\",
\"auth_password\":\"$canary\"},\"options\":{\"timeout\":\"abc\"}}" |
    tr -d '\n'; echo
  server list "{\"auth\":{\"auth_user\":\"u3\",\"auth_password\":
[\"$canary\"]}}" | tr -d '\n'; echo
  server object "{\"auth\":{\"auth_user\":\"u4\",\"auth_password\":
{\"$canary\":\"$canary\"}}}" | tr -d '\n'; echo
  server long "{\"auth\":{\"auth_user\":\"u5\",\"auth_password\":
\"$canary-$canary-$canary-$canary-$canary\"}}" | tr -d '\n'; echo
  server swapped "{\"auth\":{\"auth_method\":\"$canary\",\"auth_user\":\"u6\",
\"auth_password\":\"x\"}}" | tr -d '\n'; echo
  server address "{\"auth\":{\"auth_method\":\"ip\",\"ip\":\"$canary,1\",
\"auth_password\":\"$canary\"}}" | tr -d '\n'; echo
  server twice "{\"auth\":{\"auth_user\":\"u7\",\"auth_password\":\"$canary\",
\"auth_password\":\"$canary\"}}" | tr -d '\n'; echo
  server text "{\"auth\":\"u8:$canary\"}" | tr -d '\n'; echo
  server elsewhere "{\"password\":\"$canary\",\"secret\":\"$canary\",
\"options\":{\"flags\":\"$canary, two\",\"inbound_format\":\"$canary\",
\"failover\":\"sip:u:$canary@example.com\",\"caller_id\":{\"cid_name\":
\"$canary\"},\"codecs\":\"$canary\",\"timeout\":\"$canary\",\"media_handling\":
\"$canary\"},\"auth\":{\"auth_user\":\"u9\",\"auth_password\":\"$canary\"}}" |
    tr -d '\n'; echo
  server headers "{\"auth\":{\"auth_user\":\"u10\",\"auth_password\":\"$canary\"},
\"options\":{\"sip_headers\":{\"X-Auth\":\"$canary\"},\"ip\":\"$canary\",
\"port\":\"$canary\",\"enabled\":\"$canary\",\"delay\":\"$canary\",\"flags\":[\"$canary\"],
\"codecs\":[\"$canary\",\"$canary\"],\"failover\":{\"sip\":\"sip:u:$canary@192.0.2.1\"},
\"caller_id\":{\"cid_name\":\"$canary\",\"cid_number\":\"\"}},\"server_name\":\"$canary\",
\"inbound_format\":\"$canary\",\"codecs\":[\"$canary\"],\"enabled\":\"$canary\",
\"DIDs\":{\"+14155550101\":\"$canary\",\"+14155550102\":{\"failover\":\"$canary\",
\"options\":[\"$canary\"],\"callerid\":\"$canary\",\"x\":\"https://u:$canary@example.com/\"}}}" |
    tr -d '\n'; echo
  echo "{\"_id\":\"cut\",\"servers\":[{\"auth\":{\"auth_password\":\"$canary"
  printf '{"_id":"latin","servers":[{"auth":{"auth_password":"%s\xFC"}}]}\n' \
    "$canary"
  echo "\"$canary\""
  echo "$canary"
  echo "[\"$canary\"]"
} >canary.ndjson
expect_equal "$(wc -l <canary.ndjson)" 17

lacks() {  # file...
  local file
  for file in "$@"; do expect_lacks "$file" "$canary"; done
}
told() {  # command...: runs it; nothing that it prints holds the canary
  run "$@"
  lacks "$out" "$err"
}

# --- check: every format, to files and to standard output.
every_report r
for schema in connectivity connectivity-4.3 trunkstore; do
  for strict in "" --strict; do
    told check --isolated $strict --schema "$schema" "${every[@]}" \
      --write-baseline r.baseline --color always --progress always canary.ndjson
    expect_exit 0
    lacks r.*
    for file in r.*; do
      checks=$((checks + 1))
      [[ -s $file ]] || fail "there should be findings in $file"
    done
  done
done
for report in $formats; do
  told check --isolated --report "$report" canary.ndjson
  expect_exit 1
done
printf '{"rule":"all","reason":"%s"}\n' "$canary" >wrong.jsonl
run check --isolated --suppressions wrong.jsonl canary.ndjson
expect_exit 2
printf '{"rule":"TL0206","reason":"x","%s":"%s"}\n' "$canary" "$canary" >wrong.jsonl
run check --isolated --suppressions wrong.jsonl canary.ndjson
expect_exit 2
told check --isolated --baseline canary.ndjson canary.ndjson
expect_exit 2

# --- scan, fix, test, diff.
told scan canary.ndjson
told scan --format json --all canary.ndjson
for lossy in "" --lossy; do
  told fix --isolated $lossy --diff canary.ndjson
  expect_exit 0
  told fix --isolated $lossy -o "fixed$lossy" canary.ndjson
  expect_exit 0
  expect_contains "fixed$lossy" "$canary"
  expect_equal "$(stat -c %a "fixed$lossy")" 600
  told fix --isolated $lossy --diff --color always canary.ndjson
  expect_stdout_contains $'\x1b[3'
done
mkdir case
cp canary.ndjson case/
told test --isolated case
told test --isolated --update case
expect_exit 0
lacks case/canary.findings case/canary.records
sed -i 's/"u1"/"u0"/; s/sys_info/other/2' case/canary.ndjson
told test --isolated --color always case
expect_exit 1
told check --isolated -q --report jsonl=a.jsonl canary.ndjson
told check --isolated -q --report jsonl=b.jsonl case/canary.ndjson
told diff --all a.jsonl b.jsonl
told diff --format json b.jsonl a.jsonl

# --- migrate: what it tells, and what its ledger says beside the documents.
run migrate --to sqlite:canary.db --rejects canary.rejects --report text \
  --report jsonl=canary.jsonl canary.ndjson
expect_exit 1
lacks "$out" "$err" canary.jsonl
expect_contains canary.rejects "$canary"
grep '^{"trunklift_reject":' canary.rejects >notes
lacks notes
query canary.db "SELECT reasons, stage FROM unconverted_document" >notes
lacks notes
query canary.db "SELECT * FROM run" >notes
lacks notes
told migrate --to sqlite:canary.db --dry-run canary.ndjson
told check --isolated canary.rejects
told scan canary.rejects

# --- Connection strings, in what is said of them and of what goes wrong.
run help
expect_lacks "$out" "$canary"
run migrate --to "sqlite:postgresql://u:$canary@db/x" --show-settings
expect_exit 0
expect_lacks "$out" "$canary"
run migrate --to "mongo://u:$canary@db/x" canary.ndjson
expect_exit 2
expect_lacks "$err" "$canary"

for command in "migrate canary.ndjson" "plan canary.ndjson -o plan.jsonl" \
  "apply --plan plan.jsonl" "target status" "target init" runs "undo last"; do
  for to in "postgresql://u:$canary@127.0.0.1:1/x" \
    "host=127.0.0.1 port=1 user=u password=$canary"; do
    told $command --retry-for 0s --to "$to"
    checks=$((checks + 1))
    ((code != 0)) || fail "there is no server"
  done
done

# --- What holds passwords is its owner's alone, whatever the umask says.
umask 0000
run migrate --to sqlite:mode.db --rejects mode.rejects canary.ndjson
for file in mode.db mode.rejects; do
  expect_equal "$(stat -c '%a %n' "$file")" "600 $file"
done
for kind in csv jsonl; do
  run migrate --to "$kind:mode-$kind" canary.ndjson
  expect_equal "$(find "mode-$kind" -type f ! -perm 600)" ""
done
run rebuild --from sqlite:mode.db -o mode.rebuilt
expect_equal "$(stat -c %a mode.rebuilt)" 600
umask 0022

finish
