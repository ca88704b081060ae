# Helpers for tests of the real binary: source it, run, expect, finish.
#
#   TRUNKLIFT         the binary
#   TRUNKLIFT_SOURCE  the source directory
#
# A test runs in an empty directory of its own, which goes away with it.
set -u
: "${TRUNKLIFT:?the binary to test}" "${TRUNKLIFT_SOURCE:?the source directory}"
TRUNKLIFT=$(realpath "$TRUNKLIFT")
unset NO_COLOR

# What is done when the test ends, however it ends: the last added comes first.
ends=()
at_exit() { ends=("$*" "${ends[@]}"); }  # command, as text
end() {
  local command
  for command in "${ends[@]}"; do eval "$command"; done
}
trap end EXIT

scratch=$(mktemp -d)
at_exit 'rm -rf "$scratch"'
mkdir "$scratch/project"
cd "$scratch/project" || exit 1

out=$scratch/out  # standard output of the last run
err=$scratch/err  # standard error of the last run
touch "$out" "$err"
input=/dev/null   # standard input of the next runs
code=0            # exit code of the last run
last=             # what it was
checks=0
failures=0

run() {
  run_program "$TRUNKLIFT" "$@"
  last="trunklift $*"
}

run_program() {  # program argument...: another one than trunklift
  last=$*
  "$@" <"$input" >"$out" 2>"$err"
  code=$?
}

fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n  %s\n' "$last" "$1"
  printf '  exit code %s\n' "$code"
  sed 's/^/  stdout: /' "$out" | head -n 20
  sed 's/^/  stderr: /' "$err" | head -n 20
}

expect_exit() {
  checks=$((checks + 1))
  [[ $code == "$1" ]] || fail "expected exit code $1"
}

expect_contains() {  # file text
  checks=$((checks + 1))
  grep -qF -e "$2" "$1" || fail "expected in $(basename "$1"): $2"
}

expect_lacks() {  # file text
  checks=$((checks + 1))
  ! grep -qF -e "$2" "$1" || fail "not expected in $(basename "$1"): $2"
}

expect_empty() {  # file
  checks=$((checks + 1))
  [[ ! -s $1 ]] || fail "expected nothing in $(basename "$1")"
}

expect_equal() {  # actual expected
  checks=$((checks + 1))
  [[ $1 == "$2" ]] || fail "expected \"$2\", got \"$1\""
}

expect_stdout_contains() { expect_contains "$out" "$1"; }
expect_stderr_contains() { expect_contains "$err" "$1"; }

# What a database holds: every row of every table, sorted, without what tells
# one run from another (when it ran, and where in which input it read).
contents() {  # database
  local table columns
  for table in $(sqlite3 -readonly "$1" "SELECT name FROM sqlite_master
      WHERE type = 'table' AND name <> 'run' ORDER BY name"); do
    columns=$(sqlite3 -readonly "$1" "SELECT group_concat(name)
      FROM pragma_table_info('$table')
      WHERE name NOT IN ('run_id', 'input', 'byte_offset', 'line')")
    echo "== $table $columns"
    sqlite3 -readonly -quote "$1" "SELECT $columns FROM $table" | LC_ALL=C sort
  done
}

expect_same_contents() {  # database file-with-contents
  checks=$((checks + 1))
  contents "$1" >"$scratch/contents"
  cmp -s "$scratch/contents" "$2" && return
  fail "the contents of $1 are not as expected"
  diff "$2" "$scratch/contents" | cut -c1-300 | head -n 10
}

# What a report in JSON lines holds: findings without their origin, sorted, and
# the balance.
findings() {  # report [rule to leave out]
  python3 - "$@" <<'PY'
import json, sys
lines = open(sys.argv[1]).read().splitlines()
out = []
for line in lines[:-1]:
    finding = json.loads(line)
    if "account" in finding:
        out.append(json.dumps(finding, sort_keys=True))
        continue
    for key in "input", "line", "offset":
        del finding[key]
    if finding["rule"] not in sys.argv[2:]:
        out.append(json.dumps(finding, sort_keys=True))
print("\n".join(sorted(out)))
print(json.dumps(json.loads(lines[-1])["summary"]["balance"]))
PY
}

# The formats of reports, and options that ask for each of them in a file
# NAME.FORMAT: every_report NAME; run check "${every[@]}"
formats=$(sed -n 's/^REPORT_FORMAT(\([a-z]*\),.*/\1/p' \
  "$TRUNKLIFT_SOURCE/lib/report/formats.def")
every_report() {  # name
  local format
  every=()
  for format in $formats; do every+=(--report "$format=$1.$format"); done
}

query() {  # database sql
  sqlite3 -readonly "$1" "$2"
}

# The balance of the last run, as it says it on standard error.
balance() { sed -n 's/^balance  *//p' "$err"; }

expect_balance() {
  checks=$((checks + 1))
  [[ $(balance) == "$1" ]] || fail "expected the balance: $1"
}

# A refusal: exit code 2, nothing on standard output, and this on the other.
expect_usage_error() {
  expect_exit 2
  expect_empty "$out"
  local text
  for text in "trunklift: cannot " "$@"; do expect_contains "$err" "$text"; done
}

finish() {
  if ((failures || checks == 0)); then
    echo "$failures of $checks checks failed"
    exit 1
  fi
  echo "$checks checks passed"
}
