# Memory: whatever an input is made of, check and migrate stay below what the
# README says, and what is found does not depend on threads.
. "$TRUNKLIFT_SOURCE/tests/cli/lib.sh"

# name: 0.8 MB that cost most for their size.
make() {
  python3 - "$1" <<'PY'
import sys
size = 800_000
line = {"braces": b"}\n", "nulls": b"1,", "rows": b"{},",
        "lines": b"[1,2]{}\n", "beside": b'{"id":1,"value":{"servers":1}}\n'}
head = {"nulls": b"[\n", "rows": b'{"rows":[\n', "servers":
        b'{"_id":"d","pvt_type":"sys_info","pvt_account_id":"a","servers":[',
        "array": b"["}
tail = {"nulls": b"1]\n", "rows": b"{}]}\n"}
kind = sys.argv[1]
out = open(kind, "wb")
if kind == "servers":  # documents of just under 64 KiB: nobody waits for them
    one = head[kind] + b"{}," * 21_000 + b"{}]}\n"
    out.write(one * (size // len(one)))
elif kind == "large":  # that wait, one after the other on any thread
    one = head["servers"] + b"{}," * 80_000 + b"{}]}\n"
    out.write(one * (size // len(one)))
elif kind == "array":  # in one line
    out.write(b"[" + b"1," * (size // 2) + b"1]\n")
else:
    out.write(head.get(kind, b"") + line[kind] * (size // len(line[kind])) +
              tail.get(kind, b""))
PY
}

# MiB of `trunklift argument...` at its peak.
peak() {
  python3 - "$TRUNKLIFT" "$@" <<'PY'
import os, subprocess, sys
program = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
_, _, usage = os.wait4(program.pid, 0)
print(usage.ru_maxrss // 1024)
PY
}

# What the README says, in MiB, for documents of 256 KiB. Small documents take
# less than half.
jobs=8
stated=$((64 + jobs * 64 + 1500 / 4))
for kind in braces nulls rows lines beside array servers large; do
  make "$kind"
  for command in "check" "migrate --to sqlite:out.db"; do
    # shellcheck disable=SC2086
    used=$(peak $command "$kind" -j$jobs --max-document 256KiB -q \
      --report jsonl=out.jsonl)
    last="$command of $kind"
    most=$stated
    [[ $kind == servers || $kind == large ]] || most=256
    checks=$((checks + 1))
    [[ $used -gt 5 && $used -lt $most ]] ||
      fail "expected less than $most MiB, found $used"
    rm -f out.db
  done
done

# A part that is handed over in the middle of a batch is where it belongs.
for jobs in 1 8; do
  run check braces rows large servers -q -j$jobs --report jsonl=all$jobs.jsonl \
    --rejects rejects$jobs
done
checks=$((checks + 1))
cmp -s all1.jsonl all8.jsonl || fail "expected the same findings"
cmp -s rejects1 rejects8 || fail "expected the same rejects"

finish
