# A file of the real couchbackup (scripts/couchbackup-check --fixture), against
# the same documents one a line.
source "$(dirname "$0")/lib.sh"
source "$TRUNKLIFT_SOURCE/tests/couchbackup/compare.sh"
cp "$TRUNKLIFT_SOURCE"/fixtures/couchbackup/real.* .

# In lines of several documents, with the history of each.
expect_equal "$(head -n 1 real.txt | cut -d, -f1)" \
  '{"name":"@cloudant/couchbackup"'
expect_equal "$(grep -c '^\[' real.txt)" 5
expect_equal "$(grep -o '"_revisions":{' real.txt | wc -l)" \
  "$(wc -l <real.ndjson)"
run scan --format json real.txt
expect_exit 0
expect_stdout_contains '"couchbackup":1'

same real.ndjson real.txt
expect_equal "$(query "$scratch/made/real.txt.db" "SELECT count(*),
  (SELECT count(*) FROM unconverted_document) FROM trunk")" "6|4"

# One after the other, both ways: what comes second changes nothing.
for order in "real.ndjson real.txt" "real.txt real.ndjson"; do
  rm -f both.db
  for file in $order; do
    run migrate --to sqlite:both.db "$file"
    expect_exit 1
  done
  expect_equal "$(balance | grep -o 'loaded [0-9]*')" "loaded 0"
  bare_contents both.db >"$scratch/made/both.contents"
  alike real.ndjson both contents
done

# Resumed: a mark, and the line that was cut off comes again.
{
  head -n 3 real.txt
  sed -n 4p real.txt | head -c 1500
  printf '%s\n' '{"marker":"@cloudant/couchbackup:resume"}'
  tail -n +4 real.txt
} >resumed.txt
run check --report jsonl resumed.txt
expect_exit 1
expect_stdout_contains '"fragment":1'
same_records real.ndjson resumed.txt
finish
