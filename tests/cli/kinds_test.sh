# A dump may hold as many kinds of documents as documents.
source "$(dirname "$0")/lib.sh"

python3 - <<'PY' || fail "the inputs cannot be written"
def write(path, kind):
    with open(path, "w") as file:
        for i in range(300_000):
            file.write('{"_id":"d%d","pvt_type":"%s"}\n' % (i, kind(i)))
        file.write('{"pvt_type":"account"}\nnonsense\n')

write("few", lambda i: f"kind{i % 5:06}")
write("many", lambda i: f"kind{i * 7919 % 300_000:06}")
PY

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

for command in check scan; do
  start=$(milliseconds)
  run $command -j2 few
  took=$(($(milliseconds) - start))
  for jobs in 1 3; do
    start=$(milliseconds)
    run $command -j$jobs many
    checks=$((checks + 1))
    (($(milliseconds) - start < 5 * took + 2000)) ||
      fail "$(($(milliseconds) - start)) ms, where five kinds took $took ms"
    cat "$out" "$err" >"said-$command-$jobs"
  done
  checks=$((checks + 1))
  cmp -s "said-$command-1" "said-$command-3" || fail "it depends on --jobs"
done

# Known kinds, then the first ones; the rest is one number.
expect_contains said-check-1 "documents  account 1, kind000000 1, "
expect_contains said-check-1 "kind000197 1, unreadable 1, (others) 299,802"
expect_lacks said-check-1 "kind000198"
expect_contains said-scan-1 "      1  account"
expect_contains said-scan-1 "      1  kind000197"
expect_contains said-scan-1 "299,802  (others)"
expect_lacks said-scan-1 "kind000198"
run check -q --report jsonl many
expect_stdout_contains '"kind000197":1,"unreadable":1,"(others)":299802}'

finish
