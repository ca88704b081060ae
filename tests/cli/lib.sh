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
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/work"
cd "$scratch/work" || exit 1

out=$scratch/out  # standard output of the last run
err=$scratch/err  # standard error of the last run
input=/dev/null   # standard input of the next runs
code=0            # exit code of the last run
last=             # what it was
checks=0
failures=0

run() {
  last="trunklift $*"
  "$TRUNKLIFT" "$@" <"$input" >"$out" 2>"$err"
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

# A refusal: exit code 2, nothing on standard output, and this on the other.
expect_usage_error() {
  expect_exit 2
  expect_empty "$out"
  local text
  for text in "trunklift: cannot " "$@"; do expect_contains "$err" "$text"; done
}

finish() {
  if ((failures)); then
    echo "$failures of $checks checks failed"
    exit 1
  fi
  echo "$checks checks passed"
}
