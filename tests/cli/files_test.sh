# Files beside files: what a run writes takes nobody's place but its own, is
# there whole or not at all, and is for nobody else where it holds passwords.
source "$(dirname "$0")/lib.sh"
umask 022

run generate --documents 40 --seed 4 --flaws 20% -o dump.ndjson
expect_exit 0
run generate --documents 40 --seed 5 --flaws 20% -o other.ndjson
expect_exit 0
mode_of() { stat -c %a "$1"; }
hidden() { find "${1:-.}" -name '.trunklift-*' | wc -l; }
migrate() {
  run migrate "$@"
  checks=$((checks + 1))
  [[ $code == [01] ]] || fail "it does not end well"
}

# --- A name with .part is a name like any other: an input, a file of somebody
# else, a link to one, all stay as they are.
mkdir inputs
cp dump.ndjson inputs/rejects.part
cp dump.ndjson precious
chmod 666 precious
ln -s precious rejects.part
ln -s precious out.part
migrate inputs --to sqlite:part.db --rejects inputs/rejects --report jsonl=out
cmp -s precious dump.ndjson || fail "a file of somebody else was written to"
cmp -s inputs/rejects.part dump.ndjson || fail "an input was written to"
expect_contains inputs/rejects trunklift_reject
expect_equal "$(mode_of inputs/rejects)" 600
run fix dump.ndjson -o rejects
expect_exit 0
cmp -s precious dump.ndjson || fail "a link was followed"
expect_equal "$(hidden)" 0

# --- Who may read what: not what an older file says.
touch open open.db
chmod 666 open open.db
migrate dump.ndjson --to sqlite:open.db --rejects open
expect_equal "$(mode_of open) $(mode_of open.db)" "600 600"
# What its owner made of a database later stays.
chmod 640 open.db
migrate dump.ndjson --to sqlite:open.db
expect_equal "$(mode_of open.db)" 640
# A link is followed: what it leads to is replaced, and the link stays.
mkdir elsewhere
echo old >elsewhere/report
ln -s elsewhere/report report
ln -s elsewhere/rejects rejects-link
migrate dump.ndjson --to sqlite:a.db --report text=report \
  --rejects rejects-link
expect_equal "$(readlink report) $(readlink rejects-link)" \
  "elsewhere/report elsewhere/rejects"
expect_contains elsewhere/report "TL0"
expect_equal "$(mode_of elsewhere/rejects)" 600
# A database that is made through a link is as private as any other.
ln -s elsewhere/linked.db linked.db
migrate dump.ndjson --to sqlite:linked.db
expect_equal "$(mode_of elsewhere/linked.db)" 600
expect_equal "$(query elsewhere/linked.db "SELECT count(*) > 0 FROM trunk")" 1
# What the shell has open is written, and stays what it is.
: >opened
inode=$(stat -c %i opened)
"$TRUNKLIFT" check dump.ndjson --report jsonl=/dev/stdout >>opened 2>/dev/null
expect_equal "$(stat -c %i opened)" "$inode"
expect_contains opened '"summary"'
expect_equal "$([[ -L /dev/stdout ]] && echo link)" link

# --- Two names of one file, and names that SQLite needs.
collides() {  # text option...
  run migrate dump.ndjson "${@:2}"
  expect_usage_error "$1"
}
ln elsewhere/report hard
ln -s elsewhere/report soft
ln -s nothing-yet dangling
another="it is another output as well"
collides "$another" --to sqlite:c.db --report text=elsewhere/report \
  --report jsonl=hard
collides "$another" --to sqlite:c.db --report text=elsewhere/report \
  --rejects soft
collides "$another" --to sqlite:c.db --report text=nothing-yet \
  --rejects dangling
collides "$another" --to sqlite:nothing-yet --rejects dangling
collides "$another" --to csv:tables --rejects tables/device.csv
ln -s elsewhere/c.db c-link.db
for suffix in journal wal shm; do
  collides "SQLite puts a file of that name" --to sqlite:c.db \
    --rejects "c.db-$suffix"
  collides "SQLite puts a file of that name" --to sqlite:c-link.db \
    --report "text=elsewhere/c.db-$suffix"
  cp dump.ndjson "c.db-$suffix"
  run migrate "c.db-$suffix" --to sqlite:c.db
  expect_usage_error "c.db-$suffix: it is an input"
  cmp -s dump.ndjson "c.db-$suffix" || fail "the input is gone"
  rm "c.db-$suffix"
done
migrate dump.ndjson --to sqlite:h.part --rejects h
expect_equal "$(query h.part "SELECT count(*) > 0 FROM trunk")" 1
expect_contains h trunklift_reject
# An input, by whatever name, and what a run reads besides.
ln dump.ndjson dump-hard
ln -s dump.ndjson dump-soft
for name in dump-hard dump-soft; do
  collides "it is an input" --to sqlite:c.db --rejects "$name"
  collides "it is an input" --to "sqlite:$name"
done
echo '{"rule":"TL0206","reason":"known"}' >known
collides "this run reads it" --to sqlite:c.db --suppressions known \
  --report text=known
run rebuild --from sqlite:a.db -o a.db
expect_usage_error "a.db: this run reads it"
run rebuild --from sqlite:a.db -o a.db-journal
expect_usage_error "SQLite puts a file of that name"
run generate --documents 3 -o same --key same
expect_usage_error "$another"
expect_equal "$([[ -e c.db || -e same ]] || echo none)" none

# --- A directory of tables is replaced as a whole, and what else is in it stays.
for form in csv jsonl; do
  migrate dump.ndjson --to "$form:$form-1"
  migrate other.ndjson --to "$form:$form-2"
  mkdir "$form-o"
  chmod 750 "$form-o"
  echo mine >"$form-o/notes"
  ln -s notes "$form-o/link"
  ln -s "$form-o" "$form-by-link"
  migrate dump.ndjson --to "$form:$form-o" --rejects "$form-o/rejects"
  migrate other.ndjson --to "$form:$form-by-link"
  expect_equal "$(mode_of "$form-o") $(cat "$form-o/notes") \
$(readlink "$form-o/link") $(readlink "$form-by-link")" "750 mine notes $form-o"
  expect_contains "$form-o/rejects" trunklift_reject
  for table in trunk device phone_number; do
    cmp -s "$form-o/$table.$form" "$form-2/$table.$form" ||
      fail "$table.$form is not of the last run"
  done
  expect_equal "$(mode_of "$form-o/device.$form")" 600
done
# Where one is in the directory, it stays the same one.
mkdir within
(cd within && "$TRUNKLIFT" migrate ../dump.ndjson --to csv:. 2>/dev/null
  "$TRUNKLIFT" migrate ../other.ndjson --to csv:../within 2>/dev/null
  expect_equal "$(find . -name '*.csv' | wc -l)" 11)
cmp -s within/trunk.csv csv-2/trunk.csv || fail "trunk.csv is not of the last run"
mkdir within/directory
migrate dump.ndjson --to csv:within
cmp -s within/trunk.csv csv-1/trunk.csv || fail "trunk.csv is not of the last run"
expect_equal "$(find within -type d | wc -l)" 2
expect_equal "$(hidden)" 0

# Two at a time, and some that are killed: all tables are of one run.
run_of() { tail -n +2 "$1/run.csv" | cut -d, -f1; }
one_run() {
  last="the tables of $1"
  local id of
  id=$(run_of "$1")
  of=$(cut -d, -f11 "$1/legacy_document.csv" | tr -d '\r' | grep -x '.\{36\}' |
    sort -u)
  expect_equal "$of" "$id"
  cmp -s "$1/trunk.csv" csv-1/trunk.csv || cmp -s "$1/trunk.csv" csv-2/trunk.csv ||
    fail "trunk.csv is of no run"
}
migrate dump.ndjson --to csv:both
for i in {1..12}; do
  "$TRUNKLIFT" migrate dump.ndjson --to csv:both 2>/dev/null & one=$!
  "$TRUNKLIFT" migrate other.ndjson --to csv:both 2>/dev/null & two=$!
  if ((i % 2)); then
    sleep "0.0$((RANDOM % 10))"
    kill -9 "$one" 2>/dev/null
  fi
  wait "$one" "$two" 2>/dev/null
  one_run both
done

# --- SIGINT and SIGTERM leave nothing behind, SIGKILL nothing that has a name.
mkfifo pipe
mkdir clean
names_while() {  # signal
  "$TRUNKLIFT" migrate pipe --to csv:clean/tables --rejects clean/rejects \
    --report text=clean/report 2>/dev/null & local process=$!
  exec 9>pipe
  cat dump.ndjson >&9
  sleep 0.3
  kill "-$1" "$process"
  exec 9>&-
  wait "$process" 2>/dev/null
  last="after $1"
  expect_equal "$(find clean -type f -name '.*' | wc -l)" 0
}
# The shell starts what runs in the background with SIGINT ignored.
names_while TERM
expect_equal "$(find clean -name '*.csv' | wc -l)" 0
rm -rf clean/*
names_while KILL
expect_equal "$(find clean -type f | wc -l)" 0

# --- What `test` works out is nowhere on disk.
mkdir -p cases tmp
head -n 1 dump.ndjson >cases/one.json
TMPDIR=$PWD/tmp run test --update cases
TMPDIR=$PWD/tmp strace -f -qq -e trace=mkdir,openat -o trace \
  "$TRUNKLIFT" test cases >/dev/null 2>&1
if [[ -s trace ]]; then expect_lacks trace "$PWD/tmp/trunklift-"; fi

# --- Lists and baselines: read once, from what they are.
mkdir folder
for option in --suppressions --baseline --schema; do
  run check dump.ndjson "$option" folder
  expect_usage_error "folder: Is a directory"
done
run diff folder folder
expect_exit 3
expect_stderr_contains "folder: Is a directory"
run check dump.ndjson --write-baseline baseline
expect_exit 0
run check dump.ndjson --baseline <(cat baseline)
expect_exit 0
expect_stderr_contains "known"
run check dump.ndjson --suppressions <(echo '{"rule":"TL0206","reason":"x"}')
checks=$((checks + 1))
[[ $code == [01] ]] || fail "suppressions from a pipe"
run check dump.ndjson --baseline <(cat baseline) --prune-baseline
expect_exit 4
expect_stderr_contains "cannot prune baseline"
# It is replaced, longer and shorter, while a run goes on.
run check other.ndjson --write-baseline longer
cat longer baseline | sort -u >>longer.all
for new in longer /dev/null; do
  cp baseline changing
  "$TRUNKLIFT" check pipe --baseline changing --prune-baseline \
    --report jsonl >found 2>changing.err &
  process=$!
  exec 9>pipe
  cat dump.ndjson >&9
  cp "$new" changing.new
  mv changing.new changing
  exec 9>&-
  wait "$process"
  code=$?
  last="a baseline that becomes $new"
  cp changing.err "$err"
  expect_exit 4
  expect_stderr_contains "it was changed while this run went on"
  cmp -s "$new" changing || fail "what came in its place is gone"
done

finish
