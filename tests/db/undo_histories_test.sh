# After random histories of runs, taking back one after the other comes to what
# was there before each. TRUNKLIFT_FULL=1 makes 300 histories.
source "$(dirname "$0")/target.sh"
start_cluster

run_program python3 "$db_tests/undo_histories.py" "$TRUNKLIFT" "$to" \
  "$(full_or 8 300)" "${TRUNKLIFT_SEED:-1}"
expect_exit 0
tail -n 1 "$out"

finish
