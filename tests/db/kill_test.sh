# kill -9 at random moments, of trunklift and of the server: running again, or
# waiting, comes to the same as if nothing had happened. TRUNKLIFT_FULL=1 kills
# 50 and 20 times instead of 12 and 6.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 700 --seed 3 --flaws 10% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
expect_exit 0
cp "$out" second.ndjson
options=(--connections 2 -j2)
RANDOM=${TRUNKLIFT_SEED:-7}
now() { date +%s%N; }

# Each round is of a first load or of a second one, by turns.
mode_of() {  # round
  if (($1 % 2)); then mode=merged dump=second; else mode=direct dump=first; fi
}
for mode in direct merged; do
  new_database "$mode"
  mkdir "$mode"
  if [[ $mode == merged ]]; then
    to_postgres first.ndjson
    dump=second
  else
    run target init --to "$to"
    dump=first
  fi
  # To begin with, as a template.
  sql "CREATE DATABASE \"before $mode\" TEMPLATE \"$mode\"" -d template1
  began=$(now)
  to_whole "$dump.ndjson"
  took=$((($(now) - began) / 1000))
  mv whole.* "$mode"
  echo "$took" >"$mode/microseconds"
  echo "an undisturbed run ($mode) takes $((took / 1000)) ms"
done
begin() {  # round
  mode_of "$1"
  cp "$mode"/whole.* .
  sql "CREATE DATABASE \"round\" TEMPLATE \"before $mode\"" -d template1
  use_database round
}
finish_round() {
  use_database postgres
  sql "DROP DATABASE round WITH (FORCE)"
}
# A moment of an undisturbed run; sooner, where the last one came too late: a
# machine is not always as fast.
pick_moment() {
  moment=$(($(cat "$mode/microseconds") * (RANDOM * 32768 + RANDOM) /
    1073741824))
}
pause() {
  sleep "$(printf '%d.%06d' $((moment / 1000000)) $((moment % 1000000)))"
}
too_late() {
  moment=$((moment * 7 / 10))
  finish_round
  begin "$round"
}
start_run() {  # argument...
  rm -f now.rejects
  "$TRUNKLIFT" migrate --to "$to" --rejects now.rejects "${options[@]}" "$@" \
    "$dump.ndjson" >"$out" 2>"$err" &
  process=$!
}
end_run() {
  { wait "$process"; } 2>/dev/null
  code=$?
}

# --- trunklift, once or twice in a row.
rounds=$(full_or 12 50)
twice=0
for ((round = 0; round < rounds; round++)); do
  begin "$round"
  pick_moment
  while true; do
    start_run
    pause
    kill -9 "$process" 2>/dev/null
    end_run
    ((code == 137)) && break
    too_late
  done
  if ((round % 5 == 0)); then
    moment=$((moment / 2))
    start_run
    pause
    kill -9 "$process" 2>/dev/null
    end_run
    if ((code == 137)); then twice=$((twice + 1)); fi
  fi
  to_postgres --rejects now.rejects "$dump.ndjson"
  last="run again after kill -9, round $round, $mode, after $moment us"
  expect_whole_after now.rejects
  expect_equal "$(number_of run "status = 'running'")" 0
  finish_round
done
echo "$rounds rounds, kill -9 of trunklift, in $twice of them twice"

# --- The server: it is waited for, or the run is done again.
postmaster() { head -n 1 "$cluster/data/postmaster.pid"; }
bring_back() {
  local i
  for ((i = 0; i < 100; i++)); do
    launch_cluster && return
    sleep 0.05  # its old processes are still there
  done
  die "the cluster does not start: $(tail "$server_log")"
}
strike() {  # stop|postmaster|backend
  case $1 in
    stop)
      stop_cluster immediate
      bring_back
      ;;
    postmaster)
      local main
      main=$(postmaster)
      local backends
      backends=$(ps -o pid= --ppid "$main")
      kill -9 "$main"
      # shellcheck disable=SC2086 # words
      kill -9 $backends 2>/dev/null
      bring_back
      ;;
    backend)
      local one
      one=$(sql "SELECT pid FROM pg_stat_activity WHERE datname = 'round'
        AND application_name = 'trunklift' ORDER BY random() LIMIT 1" \
        -d postgres)
      [[ ! $one ]] || kill -9 "$one"
      wait_until pg_isready -q -d postgres
      ;;
  esac
}
ways=(stop postmaster backend)
rounds=$(full_or 6 20)
waited=0
again=0
for ((round = 0; round < rounds; round++)); do
  begin "$round"
  pick_moment
  way=${ways[round % 3]}
  if ((round % 4 == 3)); then retry=0s; else retry=60s; fi
  while true; do
    start_run --retry-for "$retry"
    pause
    kill -0 "$process" 2>/dev/null && break
    end_run
    too_late
  done
  strike "$way" 2>/dev/null
  end_run
  last="$way, round $round, $mode, after $moment us, --retry-for $retry"
  if grep -q "trying again" "$err"; then waited=$((waited + 1)); fi
  if [[ $retry == 0s && $code == 4 ]]; then
    again=$((again + 1))
    expect_stderr_contains "run again"
    wait_until pg_isready -q -d postgres
    to_postgres --rejects now.rejects "$dump.ndjson"
  fi
  expect_whole_after now.rejects
  finish_round
done
echo "$rounds rounds, $waited runs waited for the server, $again were done again"
last="the server is killed"
checks=$((checks + 1))
((waited + again >= rounds / 2)) || fail "the runs were over too soon"

finish
