# Connections that are cut, before COMMIT reaches the server and after it was
# done but before that is known: nothing is lost, and nothing is there twice.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 60 --seed 4 --flaws 10% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
cp "$out" second.ndjson
expect_contains second.ndjson '"Later"'
options=(--connections 2)

# What each test begins with: a target in which the server refuses some
# documents.
new_database direct
run target init --to "$to"
sql "ALTER TABLE trunklift.device ADD CONSTRAINT odd
  CHECK (ascii(id::text) % 8 > 0) NOT VALID"
sql "CREATE DATABASE merged TEMPLATE direct" -d template1
use_database merged
to_postgres first.ndjson
prepare() {  # name direct|merged
  sql "CREATE DATABASE \"$1\" TEMPLATE \"$2\"" -d template1
  use_database "$1"
}

through_proxy() {  # mode option-of-the-proxy...
  start_proxy "${@:2}"
  local proxy_process=$! direct=$to
  last_dump=first.ndjson
  if [[ $1 == merged ]]; then last_dump=second.ndjson; fi
  to=$proxied
  to_postgres --rejects cut.rejects --retry-for 20s "$last_dump"
  to=$direct
  kill "$proxy_process"
  last="$1, proxy ${*:2}"
}

step=$(full_or 10 1)
for mode in direct merged; do
  prepare "$mode whole" "$mode"
  if [[ $mode == merged ]]; then dump=second; else dump=first; fi
  to_whole "$dump.ndjson"
  expect_contains whole.rejects TL0018

  # Whichever transaction it is, until there are no more of them.
  for side in before after; do
    for ((nth = 1; nth < 200; nth += step)); do
      prepare "$mode $side $nth" "$mode"
      through_proxy "$mode" "--$side" "COMMIT$" --nth "$nth"
      expect_whole_after cut.rejects
      sed 1d "$proxy_log" >cuts
      [[ -s cuts ]] || break
      expect_equal "$(cat cuts)" "cut $side #$nth"
      expect_stderr_contains "trying again"
    done
    checks=$((checks + 1))
    ((nth > 8 && nth < 200)) || fail "$nth transactions only"
    echo "$mode: cut $side each of $((nth - 1)) transactions"
  done

  # In the middle of a transaction, twice in a row, and for a while for all.
  number=0
  for options_of_proxy in "--before CopyDone --nth 3" \
    "--after COPY --nth 4" \
    "--before pg_try_advisory --times 3" \
    "--after ^COMMIT --nth 6 --times 2" \
    "--before INTO.run_part --times 3" \
    "--after ^COMMIT --nth 5 --away 0.4" \
    "--before INTO.run_part --away 0.4" \
    "--before WITH.counts --away 0.4"; do
    number=$((number + 1))
    prepare "$mode other $number" "$mode"
    # shellcheck disable=SC2086 # words
    through_proxy "$mode" $options_of_proxy
    expect_whole_after cut.rejects
    expect_contains "$proxy_log" "cut "
  done
done

# --- Away for longer than is waited: the message says what to do, and doing so
# goes on.
prepare "too long" direct
to_whole first.ndjson
prepare "away" direct
start_proxy --before INTO.run_part --away 60
direct=$to to=$proxied
to_postgres --retry-for 1s first.ndjson
to=$direct
expect_exit 4
expect_empty "$out"
expect_stderr_contains "trying again"
expect_stderr_contains "trunklift: cannot connect to away on "
expect_stderr_contains "run again"
expect_equal "$(sql "SELECT status FROM trunklift.run")" running
to_postgres --rejects cut.rejects first.ndjson
expect_whole_after cut.rejects
expect_equal "$(sql "SELECT status FROM trunklift.run ORDER BY started")" \
  "interrupted
complete"

finish
