# Disks that are full: of the target, of the rejects file. What was committed
# stays; when there is room again, running again comes to the same.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 1500 --seed 3 --flaws 10% -o dump.ndjson
expect_exit 0
options=(--connections 2)
new_database whole
to_whole dump.ndjson

# --- The target: a database of its own on a small disk, which gets a little
# larger from time to time. It is full while rows are loaded, and while keys are
# made.
all_rows() {
  local table sum=0
  for table in "${document_tables[@]}"; do
    sum=$((sum + $(number_of "$table")))
  done
  echo "$sum"
}
complete=$(all_rows)
bytes() { sql "SELECT sum($1(c.oid))::bigint / 1024 FROM pg_class c
  WHERE relkind = 'r' AND relnamespace = '$schema'::regnamespace"; }
rows=$(bytes pg_table_size)
empty=$(sql "SELECT pg_database_size('template1') / 1024")
small=$servers/small
room=$((empty + rows / 3))
full_disk "$small" "${room}k"
sql "CREATE TABLESPACE small LOCATION '$small'"
as_root=()
((EUID == 0)) || as_root=(sudo -n)
sql "CREATE DATABASE target TABLESPACE small"
use_database target
expect_full() {
  expect_exit 4
  expect_empty "$out"
  checks=$((checks + 1))
  grep -q "No space left on device\|wrote only .* of 8192 bytes" "$err" ||
    fail "it does not say that the disk is full"
  expect_stderr_contains "what was committed stays; make room and run again"
  expect_lacks "$err" "trying again"
  checks=$((checks + 1))
  [[ ! -e now.rejects ]] || fail "there is a rejects file"
}
to_postgres --rejects now.rejects dump.ndjson
last="full while loading"
expect_full
checks=$((checks + 1))
(($(all_rows) < complete)) || fail "it was not full while loading"
without_keys=0
for ((number = 0; number < 60; number++)); do
  to_postgres --rejects now.rejects dump.ndjson
  last="full, $room kB"
  [[ $code == 4 ]] || break
  expect_full
  if (($(number_of dropped_key))); then without_keys=$((without_keys + 1)); fi
  room=$((room + 700))
  "${as_root[@]}" mount -o "remount,size=${room}k" "$small"
done
# To compare takes some of it, too.
"${as_root[@]}" mount -o remount,size=200m "$small"
expect_whole_after now.rejects
echo "full $((number + 1)) times, $without_keys times with keys to be made"
checks=$((checks + 1))
((number > 2 && without_keys > 0)) || fail "it was not full often enough"

# --- The rejects file: a device that is always full, and a small disk.
new_database rejects
to_postgres --rejects /dev/full dump.ndjson
expect_exit 4
expect_stderr_contains "cannot write /dev/full: No space left on device"
expect_stderr_contains "make room and run again"
mkdir little
"${as_root[@]}" mount -t tmpfs -o "size=8k,mode=777" tmpfs little
at_exit "${as_root[*]} umount -l '$PWD/little'"
to_postgres --rejects little/rejects dump.ndjson
expect_exit 4
expect_stderr_contains "cannot write little/rejects: No space left on device"
expect_stderr_contains "make room and run again"
checks=$((checks + 1))
[[ ! -e little/rejects ]] || fail "half a rejects file has its name"
"${as_root[@]}" mount -o remount,size=20m little
to_postgres --rejects little/rejects dump.ndjson
expect_whole_after little/rejects

finish
