# A run that was cut short goes on when it is run again, and a dump that is
# there already changes nothing.
source "$(dirname "$0")/lib.sh"

# Some 18,000 documents in all, which is several transactions.
run generate --documents 2000 --seed 3 --flaws 10% -o dump.ndjson
expect_exit 0
seconds() { python3 -c 'import time; print(time.time())'; }
began=$(seconds)
run migrate --to sqlite:whole.db dump.ndjson
ended=$(seconds)
expect_exit 1
contents whole.db >whole.contents
loaded=$(query whole.db "SELECT count(*) FROM trunk")
checks=$((checks + 1))
((loaded > 1800)) || fail "expected more than 1800 trunks"
expect_equal "$(query whole.db "SELECT status FROM run")" complete

# How a whole run's balance goes on when all of it is there.
again=$(balance |
  sed -E 's/loaded ([0-9,]+) \+ unchanged 0 /loaded 0 + unchanged \1 /')

# --- Again: all is unchanged.
cp whole.db again.db
run migrate --to sqlite:again.db dump.ndjson
expect_exit 1
expect_balance "$again"
expect_same_contents again.db whole.contents
expect_equal "$(query again.db "SELECT count(*) FROM run")" 2
# No row was written anew.
expect_equal "$(query again.db "SELECT count(DISTINCT run_id)
  FROM legacy_document")" 1

# --- kill -9 at 20 moments spread over a run; every fifth time twice.
RANDOM=7
mapfile -t delays < <(for i in {0..19}; do
  echo "$began $ended $i $RANDOM"
done | awk '{printf "%.3f\n", ($2 - $1) * ($3 + $4 / 32768) / 20}')
with_rows=0
shoot() {  # database delay
  "$TRUNKLIFT" migrate --to "sqlite:$1" dump.ndjson >"$out" 2>"$err" &
  local process=$!
  sleep "$2"
  kill -9 "$process" 2>/dev/null
  { wait "$process"; } 2>/dev/null
  code=$?
  last="kill -9 after $2 s"
}
for i in "${!delays[@]}"; do
  delay=${delays[i]}
  for attempt in {1..9}; do
    rm -f killed.db*
    shoot killed.db "$delay"
    [[ $code == 1 ]] || break
    # The machine was quicker this time: it was done already.
    delay=$(awk "BEGIN {print $delay * 0.7}")
  done
  expect_exit 137
  ((i % 5)) || shoot killed.db "$delay"
  # Opening it rolls back what was under way; what was committed stays.
  rows=$(sqlite3 killed.db 'SELECT count(*) FROM trunk' 2>/dev/null)
  ((${rows:-0})) && with_rows=$((with_rows + 1))
  run migrate --to sqlite:killed.db dump.ndjson
  expect_exit 1
  last="run again after kill -9, moment $i (${delays[i]} s)"
  expect_same_contents killed.db whole.contents
  expect_equal "$(query killed.db "SELECT count(*) FROM run
    WHERE status = 'running'")" 0
done
expect_equal "$(query killed.db 'PRAGMA integrity_check')" ok
echo "after $with_rows of 20 kills there were rows"
last="kill -9"
checks=$((checks + 1))
((with_rows >= 3)) || fail "no moment was late enough"

# --- A file that takes its time, and a signal in between: what was read is
# committed, and the exit code tells which signal it was.
cat >interrupt.py <<'PY'
import signal, subprocess, sys, time
binary, database, name = sys.argv[1:]
lines = open("dump.ndjson", "rb").readlines()
process = subprocess.Popen(
    [binary, "migrate", "--to", "sqlite:" + database, "-"],
    stdin=subprocess.PIPE, stdout=open("out", "wb"), stderr=open("err", "wb"),
    # Shells start what runs in the background with SIGINT ignored.
    preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
process.stdin.write(b"".join(lines[:len(lines) // 2]))
process.stdin.flush()
time.sleep(0.5)
process.send_signal(getattr(signal, name))
try:
    process.wait(timeout=20)
except subprocess.TimeoutExpired:
    process.kill()
    sys.exit("it does not end")
sys.exit(process.returncode if process.returncode >= 0
         else 128 - process.returncode)
PY
for row in SIGINT:130 SIGTERM:143; do
  name=${row%:*}
  rm -f "$name.db"
  python3 interrupt.py "$TRUNKLIFT" "$name.db" "$name"
  code=$?
  last=$name
  cp out "$out"; cp err "$err"
  expect_exit "${row#*:}"
  expect_stderr_contains "interrupted: not all inputs were read"
  expect_equal "$(query "$name.db" "SELECT status FROM run")" interrupted
  there=$(query "$name.db" "SELECT count(*) FROM trunk")
  checks=$((checks + 1))
  ((there > 600 && there < loaded)) || fail "expected a part, got $there"
  run migrate --to "sqlite:$name.db" dump.ndjson
  expect_exit 1
  expect_equal "$(balance | tr -d , | grep -o 'unchanged [0-9]*')" \
    "unchanged $there"
  expect_same_contents "$name.db" whole.contents
done

# --- An edited document updates, in place.
cp whole.db edited.db
python3 - <<'PY'
import json
done = False
with open("edited.ndjson", "w") as out:
    for line in open("dump.ndjson", encoding="utf-8", errors="surrogateescape"):
        try:
            document = json.loads(line)
        except ValueError:
            continue
        if not isinstance(document, dict):
            continue
        if (document.get("pvt_type") == "sys_info" and not done
                and isinstance(document.get("servers"), list)
                and len(document["servers"]) == 1
                and document["servers"][0]["auth"].get("auth_password")):
            generation, tail = document["_rev"].split("-", 1)
            document["_rev"] = f"{int(generation) + 1}-{tail}"
            document["servers"][0]["server_name"] = "Edited"
            print(json.dumps(document), file=out)
            done = document["_id"]
open("edited.id", "w").write(done)
PY
devices=$(query edited.db "SELECT count(*) FROM device")
before=$(query edited.db "SELECT d.id FROM device d JOIN trunk t
  ON t.id = d.trunk_id WHERE legacy_document_id = '$(cat edited.id)'")
run migrate --to sqlite:edited.db edited.ndjson
expect_balance "read 1 = loaded 1 + unchanged 0 + superseded 0 + rejected 0 \
+ skipped 0"
expect_equal "$(query edited.db "SELECT d.id, d.name FROM device d JOIN trunk t
  ON t.id = d.trunk_id WHERE legacy_document_id = '$(cat edited.id)'")" \
  "$before|Edited"
expect_equal "$(query edited.db "SELECT count(*) FROM device")" "$devices"
# And the older revision does not come back.
run migrate --to sqlite:edited.db dump.ndjson
expect_equal "$(query edited.db "SELECT d.name FROM device d JOIN trunk t
  ON t.id = d.trunk_id WHERE legacy_document_id = '$(cat edited.id)'")" Edited
expect_equal "$(query edited.db "SELECT count(*) FROM device")" "$devices"

finish
