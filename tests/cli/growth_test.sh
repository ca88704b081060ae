# No command takes more than its input is worth: the short form of scripts/grow
# counts instructions under valgrind, the long one (TRUNKLIFT_FULL=1) takes some
# hours and measures all of it.
source "$(dirname "$0")/lib.sh"

command -v valgrind >/dev/null || {
  echo "there is no valgrind: run scripts/setup"
  exit 1
}
form=(--short)
[[ ${TRUNKLIFT_FULL-} == 1 ]] && form=()
export TRUNKLIFT
run_program "$TRUNKLIFT_SOURCE/scripts/grow" "${form[@]}"
cat "$out"
expect_exit 0
expect_stdout_contains " passed, 0 failed"
finish
