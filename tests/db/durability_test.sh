# Where the server commits without waiting for its disk, what a run said is
# there after a crash; and what is not there is found. TRUNKLIFT_FULL=1 restarts
# 30 times.
source "$(dirname "$0")/target.sh"
# Nothing is written of itself for as long as possible.
start_cluster synchronous_commit=off wal_writer_delay=10s checkpoint_timeout=1d \
  bgwriter_lru_maxpages=0

run generate --documents 120 --seed 3 --flaws 10% -o first.ndjson
expect_exit 0
run_program python3 "$db_tests/next_dump.py" first.ndjson
cp "$out" second.ndjson
options=(--connections 2)

new_database whole
to_postgres first.ndjson
rows_of_any_run >first.rows
to_postgres second.ndjson
rows_of_any_run >second.rows
undone_rows() { grep -v '^== dropped_key' first.rows; }

come_back() {
  restart_cluster immediate
  wait_until pg_isready -q -d postgres
}
rounds=$(full_or 3 30)
for ((round = 0; round < rounds; round++)); do
  # By the server, the database and the user.
  new_database "round$round"
  run target init --to "$to"
  case $((round % 3)) in
    1)
      sql "ALTER DATABASE round$round SET synchronous_commit TO off"
      ;;
    2)
      sql "ALTER ROLE postgres SET synchronous_commit TO off"
      ;;
  esac
  for dump in first second; do
    to_postgres "$dump.ndjson"
    come_back
    last="an immediate restart after $dump, round $round"
    rows_of_any_run >now.rows
    expect_same_text now.rows "$dump.rows"
    expect_equal "$(sql "SELECT status FROM trunklift.run
      ORDER BY number DESC LIMIT 1")" complete
  done
  run undo last --to "$to"
  come_back
  last="an immediate restart after undo, round $round"
  rows_of_any_run >now.rows
  expect_same_text now.rows first.rows
  sql "ALTER ROLE postgres RESET synchronous_commit"
done
echo "$((rounds * 3)) immediate restarts"

# --- It asks for no less than the server would.
new_database more
run target init --to "$to"
sql "CREATE TABLE seen (setting text);
  CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN
    INSERT INTO public.seen SELECT current_setting('synchronous_commit');
    RETURN NULL; END \$\$;
  CREATE TRIGGER see AFTER INSERT OR UPDATE ON trunklift.run
    FOR EACH STATEMENT EXECUTE FUNCTION see();
  CREATE TRIGGER see AFTER INSERT ON trunklift.run_part
    FOR EACH STATEMENT EXECUTE FUNCTION see()"
for row in off:on local:local remote_apply:remote_apply; do
  sql "TRUNCATE seen; ALTER DATABASE more SET synchronous_commit TO ${row%:*}"
  to_postgres first.ndjson
  last="synchronous_commit = ${row%:*}"
  expect_equal "$(sql "SELECT DISTINCT setting FROM seen")" "${row#*:}"
done

# --- What is lost for all that is found at the end.
new_database lost
mkfifo pipe
"$TRUNKLIFT" migrate --to "$to" --complete none pipe >"$out" 2>"$err" &
process=$!
exec 9>pipe
# Versions of a document are in parts of their own.
for i in 1 2 3; do
  sed "s/\"_rev\": *\"[0-9]*-/\"_rev\":\"10$i-/;s/\"account\": *{/&\"n\":$i,/" \
    first.ndjson
done >&9
is_there() { [[ $(number_of run_part) != 0 ]]; }
checks=$((checks + 1))
wait_until is_there 2>/dev/null || fail "no part is committed"
sql "DELETE FROM trunklift.run_part"
exec 9>&-
wait "$process"
code=$?
last="parts are lost"
expect_exit 4
expect_stderr_contains "the server lost "
expect_stderr_contains "run again"
expect_equal "$(number_of run "finished IS NOT NULL")" 0

finish
