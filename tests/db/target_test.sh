# The target itself: how it is made, found, refused, and who may write to it.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 60 --seed 9 --flaws 10% -o dump.ndjson
expect_exit 0
to_sqlite dump dump.ndjson
target() { run target "$@" --to "$to" --target-schema "$schema"; }
dump_schema() {
  pg_dump --schema-only --no-owner | grep -v '^--\|^$\|^\\\(un\)\?restrict'
}
versions() {
  sql "SELECT number, name FROM \"${schema//\"/\"\"}\".schema_migration
    ORDER BY 1"
}

number=0
for schema in trunklift 'My Schema' 'a"b;--' 'Größe' select; do
  # --- Made in one way or the other.
  number=$((number + 1))
  new_database "init $number"
  target status
  expect_exit 1
  expect_stdout_contains "schema $schema: no tables of trunklift"
  target upgrade
  expect_exit 4
  expect_stderr_contains "there are no tables of trunklift in it"
  target init
  expect_exit 0
  expect_empty "$err"
  expect_stdout_contains "applied 0001_tables"
  target status
  expect_exit 0
  expect_stdout_contains "schema $schema: version "
  latest=$(sed 's/.* of //' "$out")
  expect_stdout_contains "version $latest of $latest"
  dump_schema >init.sql
  expect_contains init.sql "COMMENT ON COLUMN"
  versions >init.versions
  for action in init upgrade; do
    target "$action"
    expect_exit 0
    expect_lacks "$out" applied
  done
  dump_schema >again.sql
  expect_same_text again.sql init.sql

  run target init --print --target-schema "$schema"
  expect_exit 0
  cp "$out" printed.sql
  new_database "print $number"
  run_program psql -XAtq -v ON_ERROR_STOP=1 -f printed.sql
  expect_exit 0
  dump_schema >printed-to.sql
  expect_same_text printed-to.sql init.sql
  expect_same_text <(versions) init.versions
  target status
  expect_exit 0

  # A migration makes what is missing, too; and everything works there.
  new_database "migrate $number"
  to_postgres dump.ndjson
  dump_schema >migrated.sql
  expect_same_text migrated.sql init.sql
  expect_exit 1
  # compare.py has no quotes in mind.
  [[ $schema == *\"* ]] || expect_as_sqlite dump
  run undo --to "$to" --target-schema "$schema" last
  expect_exit 0
  expect_equal "$(sql "SELECT count(*) FROM \"${schema//\"/\"\"}\".trunk")" 0
  run runs --to "$to" --target-schema "$schema"
  expect_exit 0
  expect_stdout_contains undone
done

schema=trunklift
# --- Neither is touched by the other, nor by what else is in the database.
new_database two
sql "CREATE TABLE public.trunk(i int); INSERT INTO public.trunk VALUES (1);
  CREATE SCHEMA other; CREATE TABLE other.run(i int)"
for schema in one two; do
  to_postgres dump.ndjson
  expect_as_sqlite dump
done
run undo --to "$to" --target-schema two last
schema=one
same_tables dump.db one
expect_equal "$(sql "SELECT i FROM public.trunk")" 1
schema=trunklift

# --- Of a later version, or of an earlier one.
new_database versions
target init
sql "INSERT INTO trunklift.schema_migration VALUES (9999, '9999_later')"
target_contents >before
for arguments in "target init" "target upgrade" "migrate dump.ndjson"; do
  # shellcheck disable=SC2086 # words
  run $arguments --to "$to"
  expect_exit 4
  expect_empty "$out"
  expect_stderr_contains "its schema has version 9999, this program knows "
  expect_stderr_contains "use a later trunklift"
done
target status
expect_exit 1
expect_stdout_contains "use a later trunklift"
expect_equal "$(number_of run)" 0
for arguments in runs "undo last"; do
  # shellcheck disable=SC2086 # words
  run $arguments --to "$to"
  expect_lacks "$err" "internal"
done
sql "DELETE FROM trunklift.schema_migration WHERE number > 1"
run migrate --to "$to" dump.ndjson
expect_exit 4
expect_stderr_contains "run trunklift target upgrade"
new_database none
run runs --to "$to"
expect_exit 4
expect_stderr_contains "trunklift target init"
run undo --to "$to" last
expect_exit 4
expect_stderr_contains "trunklift target init"

# --- Several begin at once: one makes the tables, the others find them.
new_database race
for i in 1 2 3 4; do
  "$TRUNKLIFT" target init --to "$to" >"race.$i" 2>&1 &
done
wait
target status
expect_exit 0
last="target init, four at a time"
expect_equal "$(cat race.? | grep -c '^applied 0001')" 1
expect_equal "$(cat race.? | grep -c "version $latest of $latest")" 4

# --- One run at a time.
new_database locked
mkfifo pipe
"$TRUNKLIFT" migrate --to "$to" pipe >held 2>&1 &
holder=$!
exec 9>pipe
head -n 30 dump.ndjson >&9
is_running() { [[ $(number_of run "status = 'running'" 2>&1) == 1 ]]; }
checks=$((checks + 1))
wait_until is_running || fail "the migration does not begin"
refused_by_holder() {
  expect_exit 4
  expect_empty "$out"
  expect_stderr_contains "$(id -un)@$(uname -n), process $holder, since 20"
  expect_stderr_contains "is writing to it"
}
to_postgres dump.ndjson
refused_by_holder
run undo --to "$to" last
refused_by_holder
expect_equal "$(number_of run)" 1
# In another schema nobody is in the way.
schema=other
to_postgres dump.ndjson
expect_as_sqlite dump
schema=trunklift
run runs --to "$to"
expect_exit 0
expect_stdout_contains running
exec 9>&-
wait "$holder"
to_postgres dump.ndjson
expect_equal "$(number_of trunk)" "$(query dump.db "SELECT count(*) FROM trunk")"
expect_equal "$(sql "SELECT string_agg(DISTINCT status, ' ')
  FROM trunklift.run")" complete
# Who was killed is in nobody's way, and is known to have been interrupted.
new_database killed
"$TRUNKLIFT" migrate --to "$to" pipe >held 2>&1 &
holder=$!
exec 9>pipe
checks=$((checks + 1))
wait_until is_running || fail "the migration does not begin"
kill -9 "$holder"
{ wait "$holder"; } 2>/dev/null
exec 9>&-
is_free() { to_postgres dump.ndjson; [[ $code == 1 ]]; }
checks=$((checks + 1))
wait_until is_free || fail "the lock stays"
expect_as_sqlite dump
expect_equal "$(sql "SELECT status FROM trunklift.run ORDER BY started")" \
  "interrupted
complete"

# --- The many ways to say which database it is.
new_database ways
ways() { run target status --to "$@"; expect_exit 0; }
target init
ways "postgresql:///ways?host=$PGHOST&port=$PGPORT&user=postgres"
ways "postgres:///ways?host=$PGHOST&port=$PGPORT&user=postgres"
ways "postgresql://postgres@${PGHOST//\//%2F}:$PGPORT/ways"
ways "host=$PGHOST port=$PGPORT dbname=ways user=postgres"
ways "host = '$PGHOST' dbname='ways'"
ways dbname=ways
ways postgresql://
ways "postgresql:///ways"
cat >services <<INI
[voip]
host=$PGHOST
port=$PGPORT
dbname=ways
user=postgres
INI
clean=(env -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE)
run_program "${clean[@]}" PGSERVICEFILE="$PWD/services" \
  "$TRUNKLIFT" target status --to service=voip
expect_exit 0
run_program "${clean[@]}" PGSERVICEFILE="$PWD/services" PGSERVICE=voip \
  "$TRUNKLIFT" migrate --to postgresql:// dump.ndjson
expect_exit 1
same_tables dump.db trunklift
echo "to = service=voip" >trunklift.conf
run_program "${clean[@]}" PGSERVICEFILE="$PWD/services" "$TRUNKLIFT" runs
expect_exit 0
expect_stdout_contains complete
rm trunklift.conf

# --- What cannot be reached.
cannot() {  # text to [option...]
  run migrate --to "$2" --retry-for 0s "${@:3}" dump.ndjson
  expect_exit 4
  expect_empty "$out"
  expect_stderr_contains "trunklift: cannot connect to "
  expect_stderr_contains "$1"
}
cannot 'database "nowhere" does not exist' "${to/ways/nowhere}"
cannot 'role "nobody" does not exist' "${to/user=postgres/user=nobody}"
cannot "No such file or directory" "${to/host=/host=/nowhere}"
cannot "Connection refused" "host=127.0.0.1 port=1 dbname=ways"
cannot "translate host name" "host=nowhere.invalid dbname=ways"
cannot "definition of service" "service=nowhere"
cannot "invalid" "postgresql:///ways?no_such_option=1"
cannot "invalid" "no_such_option=1"
cannot "missing" "dbname=ways host"
# What will not change is not tried again.
began=$SECONDS
run migrate --to "${to/ways/nowhere}" --retry-for 20s dump.ndjson
expect_exit 4
checks=$((checks + 1))
((SECONDS - began < 10)) || fail "it was tried again"
# What may change is: the message says so, and so does the exit code.
run migrate --to "${to/host=/host=/nowhere}" --retry-for 2s dump.ndjson
expect_exit 4
expect_stderr_contains "trying again"

# A role that may not do what is needed.
sql "CREATE ROLE reader LOGIN"
run migrate --to "${to/user=postgres/user=reader}" dump.ndjson
expect_exit 4
expect_stderr_contains "permission denied"
run target init --to "${to/user=postgres/user=reader}" --target-schema theirs
expect_exit 4
expect_stderr_contains "permission denied"

# --- By way of pgbouncer, which hands its connections from one to the other.
start_pgbouncer default_pool_size=5 max_client_conn=100
direct=$to
for connections in 1 4; do
  new_database "pooled $connections"
  direct=$to to=$pooled
  options=(--connections "$connections")
  to_postgres dump.ndjson
  expect_as_sqlite dump
  to_postgres dump.ndjson
  same_tables dump.db trunklift
  run runs --to "$to"
  expect_exit 0
  run undo last --to "$to"
  expect_exit 0
  to=$direct
done
options=()

# --- Passwords: over TLS, and in no output.
canary='canary-4711'
start_tls_cluster
new_database target
sql "CREATE ROLE loader LOGIN PASSWORD '$canary';
  GRANT CREATE ON DATABASE target TO loader"
unset PGPASSWORD PGUSER PGDATABASE
root=$PGSSLROOTCERT port=$PGPORT
verified="sslmode=verify-full&sslrootcert=$root"
everything=$scratch/everything
keep() { cat "$out" "$err" report* 2>/dev/null >>"$everything"; }
with_password() {  # to
  run migrate --to "$1" --report jsonl=report dump.ndjson
  expect_exit 1
  keep
  run migrate --to "$1" --show-settings dump.ndjson
  keep
  run runs --to "$1" --format json
  expect_exit 0
  keep
}
with_password "postgresql://loader:$canary@localhost:$port/target?$verified"
with_password "postgresql://localhost:$port/target?user=loader&\
password=$canary&$verified"
with_password "host=localhost port=$port dbname=target user=loader \
password=$canary sslmode=verify-full sslrootcert=$root"
with_password "host=localhost port=$port dbname=target user=loader \
password = '$canary'"
export PGPASSWORD=$canary
with_password "postgresql://loader@localhost:$port/target?$verified"
unset PGPASSWORD
(umask 77; echo "localhost:$port:target:loader:$canary" >"$PGPASSFILE")
with_password "postgresql://loader@localhost:$port/target?$verified"
mv "$PGPASSFILE" passwords
run migrate --to "host=localhost port=$port dbname=target user=loader \
passfile='$PWD/passwords'" dump.ndjson
expect_exit 1
# Nor in what the target keeps.
export PGPASSWORD=$canary PGUSER=loader PGDATABASE=target
same_tables dump.db trunklift
sql "SELECT * FROM trunklift.run" >>"$everything"
expect_equal "$(number_of run "options::text LIKE '%***%'")" 4
unset PGPASSWORD PGUSER PGDATABASE

wrong() {  # text to
  run migrate --to "$2" --report jsonl=report --retry-for 0s dump.ndjson
  expect_exit 4
  expect_stderr_contains "$1"
  keep
}
failed="password authentication failed"
wrong "$failed" "postgresql://loader:x$canary@localhost:$port/target?$verified"
wrong "$failed" "postgresql://localhost:$port/target?user=loader&\
password=x$canary&$verified"
wrong "$failed" "host=localhost port=$port dbname=target user=loader \
password='x $canary'"
wrong "no password supplied" "postgresql://loader@localhost:$port/target"
wrong "" "postgresql://loader:$canary@localhost:1/target?$verified"
wrong "" "postgresql://loader:$canary@nowhere.invalid/target"
wrong "does not match host name" "host=elsewhere.example hostaddr=127.0.0.1 \
port=$port dbname=target user=loader password=$canary"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
  -subj /CN=localhost -keyout other.key -out other.crt 2>openssl.log
wrong "certificate verify failed" \
  "postgresql://loader:$canary@localhost:$port/target?sslmode=verify-full&\
sslrootcert=$PWD/other.crt"
wrong "no encryption" "host=localhost port=$port dbname=target user=loader \
password=$canary sslmode=disable"
expect_lacks "$everything" "$canary"

# Passwords that should have been written otherwise are wrong, but not shown.
for password in "canary@4711" "canary/4711" "canary#4711" "canary?4711" \
  "canary:4711" "canary%zz4711" "canary 4711" "[canary4711"; do
  run migrate --to "postgresql://loader:$password@localhost:$port/target" \
    --retry-for 0s dump.ndjson
  expect_exit 4
  last="the password $password"
  expect_lacks "$err" canary
  expect_lacks "$err" 4711
done
run migrate --to "host=localhost port=$port user=loader password='canary4711" \
  dump.ndjson
expect_exit 4
expect_lacks "$err" canary
run migrate --to "host=localhost port=$port user=loader password=can'ary 4711" \
  dump.ndjson
expect_exit 4
expect_lacks "$err" ary

finish
