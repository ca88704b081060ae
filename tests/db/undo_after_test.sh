# Undo of what was disturbed: runs that were interrupted, killed and gone on
# with; servers and connections that go away while a run is undone.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 300 --seed 6 --flaws 8% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
expect_exit 0
cp "$out" second.ndjson
undo() { run undo --to "$to" "$@"; }
last_run() {
  sql "SELECT id FROM trunklift.run WHERE undoes IS NULL
    ORDER BY started DESC LIMIT 1"
}
mkfifo pipe
# A run of half a dump that ends with a signal, rows being there.
half_run() {  # dump signal
  # Shells start what runs in the background with SIGINT ignored.
  python3 - "$TRUNKLIFT" "$to" "$1" "$2" <<'PY'
import signal, subprocess, sys, time
binary, to, dump, name = sys.argv[1:]
lines = open(dump, "rb").readlines()
process = subprocess.Popen(
    [binary, "migrate", "--to", to, "--connections", "2", "-"],
    stdin=subprocess.PIPE, stdout=open("out", "wb"), stderr=open("err", "wb"),
    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
process.stdin.write(b"".join(lines[:len(lines) // 2]))
process.stdin.flush()
def running():
    return subprocess.run(
        ["psql", "-XAtqc", "SELECT 1 FROM trunklift.run WHERE status = "
         "'running'"], capture_output=True).stdout.strip() == b"1"
for _ in range(400):
    if running():
        break
    time.sleep(0.05)
time.sleep(0.3)
process.send_signal(getattr(signal, name))
process.wait(timeout=60)
sys.exit(process.returncode if process.returncode >= 0
         else 128 - process.returncode)
PY
  code=$?
  last="$1, $2"
  cp out "$out"
  cp err "$err"
}
begin() {  # name direct|merged
  new_database "$1"
  if [[ $2 == merged ]]; then
    to_postgres first.ndjson
    dump=second.ndjson
  else
    run target init --to "$to"
    dump=first.ndjson
  fi
  target_contents >before
}
is_before() {
  last=$1
  target_contents >after
  expect_same_text after before
}

for mode in direct merged; do
  # --- Interrupted: what was read is there, undone, and done again.
  for row in SIGINT:130 SIGTERM:143; do
    begin "$mode $row" "$mode"
    half_run "$dump" "${row%:*}"
    expect_exit "${row#*:}"
    expect_stderr_contains "interrupted: not all inputs were read"
    expect_equal "$(sql "SELECT status FROM trunklift.run
      ORDER BY started DESC LIMIT 1")" interrupted
    checks=$((checks + 1))
    ! cmp -s before <(target_contents) || fail "nothing was loaded"
    target_contents >half
    undo last
    expect_exit 0
    is_before "undo of what was interrupted"
  done
  # Going on, and taking back what was gone on with, and then the rest.
  half_run "$dump" SIGTERM
  target_contents >half
  to_postgres "$dump"
  expect_exit 1
  target_contents >whole
  undo last
  expect_exit 0
  target_contents >after
  last="undo of what was gone on with"
  expect_same_text after half
  undo last
  expect_exit 0
  is_before "undo of the rest"
  undo last
  if [[ $mode == direct ]]; then expect_exit 2; else expect_exit 0; fi

  # --- Killed, and undone at once; killed, gone on with, and all undone. Some
  # thousand documents are in the target before the second part begins.
  begin "$mode killed" "$mode"
  "$TRUNKLIFT" migrate --to "$to" pipe >"$out" 2>"$err" &
  process=$!
  exec 9>pipe
  cat "$dump" >&9
  is_loading() {
    [[ $(sql "SELECT count(*) FROM trunklift.run WHERE status = 'running'") == 1 ]]
  }
  wait_until is_loading
  kill -9 "$process"
  exec 9>&-
  { wait "$process"; } 2>/dev/null
  # It may have come to nothing, which last would pass over.
  id=$(last_run)
  is_free() { undo "$id"; [[ $code == 0 ]]; }
  checks=$((checks + 1))
  wait_until is_free || fail "it cannot be undone"
  is_before "undo of what was killed"
  expect_equal "$(sql "SELECT status FROM trunklift.run ORDER BY started DESC
    OFFSET 1 LIMIT 1")" undone
done

# --- The server goes away while a run is undone: it is waited for. COMMIT is
# cut before and after, and each other transaction, too.
begin cut merged
to_postgres second.ndjson
sql "CREATE DATABASE template TEMPLATE cut" -d template1
for side in before after; do
  for ((nth = 1; nth < 50; nth++)); do
    sql "CREATE DATABASE \"$side $nth\" TEMPLATE template" -d template1
    use_database "$side $nth"
    start_proxy "--$side" "COMMIT$" --nth "$nth" --away 0.1
    proxy_process=$!
    run undo --to "$proxied" last
    kill "$proxy_process"
    expect_exit 0
    expect_stdout_contains "is undone"
    is_before "undo, cut $side COMMIT $nth"
    expect_equal "$(sql "SELECT status, undoes IS NULL FROM trunklift.run
      ORDER BY started")" "complete|t
undone|t
complete|f"
    grep -q cut "$proxy_log" || break
  done
  checks=$((checks + 1))
  ((nth > 2)) || fail "nothing was cut"
done
# It does not come back: nothing was undone, and the message says what to do.
use_database cut
target_contents >whole
start_proxy --before 'UPDATE run SET status' --away 60
run undo --to "$proxied" --retry-for 1s last
expect_exit 4
expect_empty "$out"
expect_stderr_contains "run again"
target_contents >after
expect_same_text after whole
undo last
expect_exit 0
is_before "undo, after it was away"

finish
