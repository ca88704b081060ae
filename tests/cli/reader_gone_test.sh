# The reader of standard output goes away (`| head`): what only it was to get
# ends quietly; what writes something else besides does that to its end, and says
# that the report was cut.
source "$(dirname "$0")/lib.sh"

run generate --documents 400 --seed 4 --flaws 30% -o dump.ndjson
expect_exit 0
# Runs with a reader that takes one line, or none, and goes.
cut_after() {  # lines trunklift argument...
  last="trunklift ${*:2} | head -n $1"
  { "$TRUNKLIFT" "${@:2}" 2>"$err"
    echo $? >"$scratch/code"; } | head -n "$1" >"$out"
  code=$(cat "$scratch/code")
}
was_cut="the report was cut: the reader of standard output went away"

# --- A migration comes to its end, with all files, whatever the reader does.
run migrate dump.ndjson --to sqlite:whole.db --rejects whole.rejects \
  --report concise
expect_exit 1
expected=$(balance)
contents whole.db >whole
for lines in 1 0; do
  for form in concise text jsonl sarif; do
    rm -f cut.db cut.rejects cut.report
    cut_after "$lines" migrate dump.ndjson --to sqlite:cut.db \
      --rejects cut.rejects --report "$form" --report junit=cut.report
    expect_exit 1
    expect_stderr_contains "$was_cut"
    expect_balance "$expected"
    expect_same_contents cut.db whole
    expect_equal "$(sha256sum <cut.rejects)" "$(sha256sum <whole.rejects)"
    expect_contains cut.report "</testsuites>"
  done
done
expect_equal "$(query cut.db "SELECT status FROM run")" complete
cut_after 0 migrate dump.ndjson --to csv:tables --report concise
expect_exit 1
expect_stderr_contains "$was_cut"
expect_equal "$(find tables -name '*.csv' | wc -l)" 11

# --- 141 says that, and nothing worse: what else there is to say comes first.
for row in "never 141" "error 1"; do
  cut_after 0 migrate dump.ndjson --to sqlite:cut.db --report concise \
    --fail-on "${row% *}"
  expect_exit "${row#* }"
  expect_stderr_contains "$was_cut"
done
cut_after 0 migrate dump.ndjson nowhere --to sqlite:cut.db --report concise
expect_exit 3
expect_stderr_contains "$was_cut"

# --- A check that writes something else goes on, too.
rm -f cut.*
cut_after 0 check dump.ndjson --report concise --report jsonl=cut.jsonl \
  --rejects cut.rejects --fail-on never
expect_exit 141
expect_stderr_contains "$was_cut"
expect_contains cut.jsonl '"summary"'
expect_equal "$(grep -c . cut.rejects)" "$(grep -c . whole.rejects)"
cut_after 0 check dump.ndjson --report concise --write-baseline cut.baseline
expect_stderr_contains "$was_cut"
expect_contains cut.baseline trunklift_baseline
# What has nobody to read it ends at once, without a word.
for command in "check dump.ndjson --report jsonl" "fix dump.ndjson" \
  "rebuild --from sqlite:whole.db" "generate --documents 5000"; do
  cut_after 1 $command
  expect_exit 141
  expect_empty "$err"
done

# --- A report that cannot be written does not keep the others from it, nor the
# documents from the target: a full disk, and no standard output at all.
for output in /dev/full "&-"; do
  for form in text sarif concise; do
    rm -f cut.*
    eval '"$TRUNKLIFT" migrate dump.ndjson --to sqlite:cut.db --rejects \
      cut.rejects --report jsonl=cut.jsonl --report "$form" --fail-on never \
      2>"$err" >'"$output"
    code=$?
    last="--report $form >$output"
    expect_exit 4
    expect_stderr_contains "cannot write standard output: "
    expect_balance "$expected"
    expect_same_contents cut.db whole
    expect_equal "$(sha256sum <cut.rejects)" "$(sha256sum <whole.rejects)"
    expect_contains cut.jsonl '"summary"'
  done
done
# A file of a report that finds no room is not there, the others are.
rm -f cut.*
run migrate dump.ndjson --to sqlite:cut.db --rejects cut.rejects \
  --report jsonl=/dev/full --fail-on never
expect_exit 4
expect_stderr_contains "cannot write /dev/full: No space left"
expect_same_contents cut.db whole
expect_equal "$(sha256sum <cut.rejects)" "$(sha256sum <whole.rejects)"

finish
