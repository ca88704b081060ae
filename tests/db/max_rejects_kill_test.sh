# A run that rejects too much, killed while it loads or is taken back: run
# again, it leaves what was there before it. TRUNKLIFT_FULL=1 kills 20 times
# and more.
source "$(dirname "$0")/target.sh"
start_cluster
RANDOM=${TRUNKLIFT_SEED:-7}

run generate --documents 60 --seed 6 --flaws 0 -o others.ndjson
expect_exit 0
run generate --documents 150 --seed 7 --flaws 0 -o good.ndjson
expect_exit 0
# Versions of documents make for more transactions; what is rejected comes last.
{
  cat good.ndjson
  head -n 60 good.ndjson |
    sed 's/"_rev": *"[0-9]*-/"_rev":"99-/;s/"account": *{/&"n":1,/'
  for ((i = 0; i < 12; i++)); do
    echo "{\"_id\":\"bad$i\",\"_rev\":\"1-a\",\"pvt_type\":\"sys_info\",\
\"pvt_account_id\":\"a\",\"account\":{},\
\"servers\":[{\"auth\":{\"auth_method\":\"ip\",\"ip\":\"192,168.0.1\"}}]}"
  done
} >dump.ndjson
now() { date +%s%N; }
declare -A took
limit=(--max-rejects 10 --complete none --connections 2)
for mode in direct merged; do
  schema=$mode
  run target init --to "$to" --target-schema "$schema"
  [[ $mode == direct ]] || to_postgres others.ndjson
  target_contents >"$mode.before"
  began=$(now)
  to_postgres "${limit[@]}" dump.ndjson
  took[$mode]=$((($(now) - began) / 1000))
  expect_exit 1
  target_contents >after
  expect_same_text after "$mode.before"
done
# What is there without a limit, and after another dump.
for next in dump others; do
  for mode in direct merged; do
    schema=next
    run target init --to "$to" --target-schema next
    [[ $mode == direct ]] || to_postgres others.ndjson
    to_postgres --complete none "$next.ndjson"
    live_contents >"$mode.$next"
    sql "DROP SCHEMA next CASCADE" 2>/dev/null
  done
done

kill_run() {  # microseconds
  "$TRUNKLIFT" migrate --to "$to" --target-schema "$schema" "${limit[@]}" \
    dump.ndjson >"$out" 2>"$err" &
  local process=$!
  sleep "$(printf '%d.%06d' $(($1 / 1000000)) $(($1 % 1000000)))"
  kill -9 "$process" 2>/dev/null
  { wait "$process"; } 2>/dev/null
  code=$?
}
undoing=0
loading=0
rounds=$(full_or 4 24)
for ((round = 0, killed = 0; killed < rounds; round++)); do
  if ((killed % 2)); then mode=merged; else mode=direct; fi
  schema=$mode
  # The end, too, where it is taken back; sooner, where the last one came too
  # late: a machine is not always as fast.
  moment=$((${took[$mode]} * (30 + RANDOM % 70) / 100))
  kill_run "$moment"
  if ((code != 137)); then
    took[$mode]=$((${took[$mode]} * 9 / 10))
    continue
  fi
  if ((killed % 5 == 4)); then kill_run $((moment / 2)); fi
  case $(sql "SELECT take_back FROM $schema.run ORDER BY number DESC LIMIT 1") in
    must) undoing=$((undoing + 1)) ;;
    may) loading=$((loading + 1)) ;;
  esac
  last="killed after $moment us, $mode"
  if ((killed % 3 < 2)); then
    to_postgres "${limit[@]}" dump.ndjson
    expect_exit 1
    expect_stderr_contains "what the run wrote was undone"
    target_contents >after
    last="run again, killed after $moment us, $mode"
    expect_same_text after "$mode.before"
  else
    to_postgres --complete none dump.ndjson
    live_contents >after
    last="without a limit, killed after $moment us, $mode"
    expect_same_text after "$mode.dump"
    run undo last --to "$to" --target-schema "$schema"
    expect_exit 0
    # And what the run that was killed had come to.
    target_contents >after
    if ! cmp -s after "$mode.before"; then
      run undo last --to "$to" --target-schema "$schema"
      expect_exit 0
      target_contents >after
    fi
    if ! cmp -s after "$mode.before"; then
      run undo last --to "$to" --target-schema "$schema"
      target_contents >after
    fi
    expect_same_text after "$mode.before"
  fi
  killed=$((killed + 1))
done
echo "$killed kills of $round runs, $loading while it loaded, $undoing while it was taken back"

# --- Killed while it is taken back: any next run does that first.
sql "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS
    \$\$ BEGIN PERFORM pg_sleep(60); RETURN OLD; END \$\$"
for mode in direct merged; do
  schema=$mode
  sql "CREATE TRIGGER wait BEFORE DELETE ON $schema.legacy_document
    FOR EACH ROW EXECUTE FUNCTION wait()"
  "$TRUNKLIFT" migrate --to "$to" --target-schema "$schema" "${limit[@]}" \
    dump.ndjson >"$out" 2>"$err" &
  process=$!
  takes_back() {
    [[ $(sql "SELECT count(*) FROM $schema.run WHERE take_back = 'must'
      AND status <> 'undone'") == 1 ]]
  }
  checks=$((checks + 1))
  wait_until takes_back || fail "it is not taken back"
  kill -9 "$process"
  { wait "$process"; } 2>/dev/null
  kill_backends >/dev/null
  sql "DROP TRIGGER wait ON $schema.legacy_document"
  last="killed while it was taken back, $mode"
  checks=$((checks + 1))
  ! cmp -s "$mode.before" <(target_contents) || fail "nothing is left of it"
  # A plan would be of what is about to go.
  run plan --to "$to" --target-schema "$schema" --complete none -o plan \
    others.ndjson
  run apply --plan plan --to "$to"
  expect_exit 4
  expect_stderr_contains "is to be taken back first"
  to_postgres --complete none others.ndjson
  live_contents >after
  expect_same_text after "$mode.others"
  expect_equal "$(number_of run "take_back = 'must' AND status <> 'undone'")" 0
done

finish
