# Clocks of the server and of the client that go back and forth by a day decide
# nothing: not which run is the last, what is left of one that was killed, nor
# what undo takes. TRUNKLIFT_FULL=1 makes 60 histories.
source "$(dirname "$0")/target.sh"
library=$(ls /usr/lib/*/faketime/libfaketimeMT.so.1 2>/dev/null)
[[ -f $library ]] || die "there is no faketime: install faketime, or run \
scripts/setup"

mkdir "$servers/clocks"
echo +0 >"$servers/clocks/server"
echo +0 >"$servers/clocks/client"
under_clock() {  # whose
  echo env LD_PRELOAD="$library" FAKETIME_NO_CACHE=1 DONT_FAKE_MONOTONIC=1 \
    FAKETIME_DISABLE_SHM=1 \
    FAKETIME_TIMESTAMP_FILE="$servers/clocks/$1"
}
read -ra clocked <<<"$(under_clock server)"
as_server+=("${clocked[@]}")
start_cluster
cat >clocked <<SH2
#!/bin/sh
exec $(under_clock client) "$TRUNKLIFT" "\$@"
SH2
chmod +x clocked
TRUNKLIFT=$PWD/clocked
set_clocks() {  # server client
  echo "$1" >"$servers/clocks/server"
  echo "$2" >"$servers/clocks/client"
}

# --- One after the other, each a day before the last.
trunk() { echo "{\"_id\":\"$1\",\"_rev\":\"$2\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"a\",\"name\":\"$2\",\"account\":{},\
\"servers\":[{\"auth\":{\"auth_user\":\"u\"},\"DIDs\":{\"+12025550100\":{}}}]}"; }
trunk d 1-a >1.ndjson
trunk d 2-a >2.ndjson
trunk e 1-a >3.ndjson
days=(+2d +1d +0 -1d)
for i in 1 2 3; do
  set_clocks "${days[i - 1]}" "${days[3 - i]}"
  to_postgres --complete none "$i.ndjson"
  target_contents >"$i.contents"
done
checks=$((checks + 1))
[[ $(sql "SELECT count(*) FROM trunklift.run a JOIN trunklift.run b
  ON a.number < b.number AND a.started > b.started") == 3 ]] ||
  fail "the clock of the server did not go back"
run runs --to "$to" --format json
read -ra ids <<<"$(sed 's/.*"id":"\([^"]*\)".*/\1/' "$out" | tr '\n' ' ')"
expect_lacks "$out" '"duration":"-'
# The first cannot go before the second, which changed what it brought.
run undo --to "$to" "${ids[0]}"
expect_exit 1
expect_stderr_contains "a later run changed it"
target_contents >after
expect_same_text after 3.contents
for i in 2 1; do
  set_clocks "${days[i]}" +0
  run undo --to "$to" last
  expect_exit 0
  expect_stdout_contains "run ${ids[i]} is undone"
  target_contents >after
  expect_same_text after "$i.contents"
done
run undo --to "$to" last
expect_exit 0
expect_equal "$(target_contents | grep -vc '^==')" 0

# --- Random histories, with kills.
run_program python3 "$db_tests/undo_histories.py" "$TRUNKLIFT" "$to" \
  "$(full_or 4 60)" "${TRUNKLIFT_SEED:-1}" "$servers/clocks"/*
expect_exit 0
tail -n 1 "$out"

finish
