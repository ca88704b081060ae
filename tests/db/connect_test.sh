# How a target is named and reached: every way of libpq's, TLS, what cannot be
# reached and what to do, and that no password is ever shown.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 40 --seed 4 --flaws 10% -o dump.ndjson
expect_exit 0
to_sqlite dump dump.ndjson

# --- The many ways to say which database it is.
new_database ways
ways() { run target status --to "$@"; expect_exit 0; }
run target init --to "$to"
ways "postgresql:///ways?host=$PGHOST&port=$PGPORT&user=postgres"
ways "postgres:///ways?host=$PGHOST&port=$PGPORT&user=postgres"
ways "postgresql://postgres@${PGHOST//\//%2F}:$PGPORT/ways"
ways "host=$PGHOST port=$PGPORT dbname=ways user=postgres"
ways "host = '$PGHOST' dbname='ways'"
ways dbname=ways
ways postgresql://
ways "postgresql:///ways"
# Names with @, as psql takes them: databases, and sockets that are in no folder.
sql 'CREATE DATABASE "da@ta"'
names() { run target status --to "$1"; expect_exit 1; expect_stdout_contains "no tables"; }
names "host=$PGHOST port=$PGPORT user=postgres dbname=da@ta"
names "postgresql:///da@ta"
names "postgresql:///da%40ta"
names "postgresql://postgres@/da@ta"
names "postgresql://${PGHOST//\//%2F}:$PGPORT/da@ta?user=postgres"
names "postgresql:///ignored?dbname=da@ta"
abstract=@trunklift-$$
python3 - "$abstract" "$PGHOST/.s.PGSQL.$PGPORT" <<'PY' &
import socket, sys, threading
name, server = sys.argv[1:]
listener = socket.socket(socket.AF_UNIX)
listener.bind("\0" + name[1:] + "/.s.PGSQL.5432")
listener.listen()
def copy(a, b):
    while data := a.recv(65536):
        b.sendall(data)
    b.shutdown(socket.SHUT_WR)
while True:
    client, _ = listener.accept()
    there = socket.socket(socket.AF_UNIX)
    there.connect(server)
    for pair in (client, there), (there, client):
        threading.Thread(target=copy, args=pair, daemon=True).start()
PY
at_exit "kill $!"
disown
is_listening() { grep -q "$abstract" /proc/net/unix; }
wait_until is_listening
ways "host=$abstract port=5432 dbname=ways user=postgres"
ways "postgresql://postgres@%40${abstract#@}:5432/ways"

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

# --- What cannot be reached: why, what to do, and whether it is tried again.
cannot() {  # text advice to
  run migrate --to "$3" --retry-for 0s dump.ndjson
  expect_exit 4
  expect_empty "$out"
  expect_stderr_contains "trunklift: cannot connect to "
  expect_stderr_contains "$1"
  expect_stderr_contains "$2"
}
cannot 'database "nowhere" does not exist' "create it" "${to/ways/nowhere}"
cannot 'role "nobody" does not exist' "name another user" \
  "${to/user=postgres/user=nobody}"
cannot "No such file or directory" "--retry-for" "${to/host=/host=/nowhere}"
cannot "Connection refused" "--retry-for" "host=127.0.0.1 port=1 dbname=ways"
cannot "translate host name" "look at the host" \
  "host=nowhere.invalid dbname=ways"
cannot "definition of service" "service file" "service=nowhere"
cannot "invalid" "look at --to" "postgresql:///ways?no_such_option=1"
cannot "invalid" "look at --to" "no_such_option=1"
cannot "not a connection string" "look at --to" "dbname=ways host"
# What will not change is not tried again.
for wrong in "${to/ways/nowhere}" "${to/user=postgres/user=nobody}" \
  "dbname=ways sslmode=require host=127.0.0.1 port=1 no_such_option=1"; do
  run migrate --to "$wrong" --retry-for 20s dump.ndjson
  expect_exit 4
  expect_lacks "$err" "trying again"
done
# What may change is: the message says so, and so does the exit code.
run migrate --to "${to/host=/host=/nowhere}" --retry-for 1s dump.ndjson
expect_exit 4
expect_stderr_contains "trying again"
# No place is left: it says which setting is too low.
sql "CREATE ROLE narrow LOGIN CONNECTION LIMIT 0"
cannot "too many connections" "--connections" \
  "${to/user=postgres/user=narrow}"

# A server that speaks no TLS: nothing is sent to it that was to be secret.
python3 "$db_tests/cut_proxy.py" --listen 127.0.0.1:0 \
  --server "$PGHOST/.s.PGSQL.$PGPORT" >tcp.log 2>&1 &
at_exit "kill $!"
checks=$((checks + 1))
wait_until grep -q ready tcp.log || fail "the proxy does not listen"
plain="host=127.0.0.1 port=$(sed -n 's/^ready 127.0.0.1://p' tcp.log) \
dbname=ways user=postgres"
run target status --to "$plain"
expect_exit 0
cannot "does not support SSL" "turn on ssl there" "$plain sslmode=require"

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
}
with_password "postgresql://loader:$canary@localhost:$port/target?$verified"
with_password "postgresql://localhost:$port/target?user=loader&\
password=$canary&$verified"
with_password "host=localhost port=$port dbname=target user=loader \
password = '$canary' sslmode=verify-full sslrootcert=$root"
run runs --to "postgresql://loader:$canary@localhost:$port/target?$verified" \
  --format json
expect_exit 0
keep
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
expect_equal "$(number_of run "options::text LIKE '%***%'")" 3
unset PGPASSWORD PGUSER PGDATABASE

wrong() {  # text advice to
  run migrate --to "$3" --report jsonl=report --retry-for 20s dump.ndjson
  expect_exit 4
  expect_stderr_contains "$1"
  expect_stderr_contains "$2"
  expect_lacks "$err" "trying again"
  keep
}
failed="password authentication failed"
where=".pgpass"
wrong "$failed" "$where" \
  "postgresql://loader:x$canary@localhost:$port/target?$verified"
wrong "$failed" "$where" "postgresql://localhost:$port/target?user=loader&\
password=x$canary&$verified"
wrong "$failed" "$where" "host=localhost port=$port dbname=target user=loader \
password='x $canary'"
wrong "no password supplied" "$where" \
  "postgresql://loader@localhost:$port/target"
loader="user=loader password=$canary"
wrong "does not match host name" "sslmode" "host=elsewhere.example \
hostaddr=127.0.0.1 port=$port dbname=target $loader"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
  -subj /CN=localhost -keyout other.key -out other.crt 2>openssl.log
wrong "certificate verify failed" "sslrootcert" \
  "postgresql://loader:$canary@localhost:$port/target?sslmode=verify-full&\
sslrootcert=$PWD/other.crt"
wrong "root certificate file" "sslrootcert" \
  "postgresql://loader:$canary@localhost:$port/target?sslmode=verify-full&\
sslrootcert=$PWD/none.crt"
wrong "no encryption" "sslmode=require" "host=localhost port=$port \
dbname=target $loader sslmode=disable"
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
# What is left of a password looks like the name of a database.
for password in "4711/canary" "4711/canary@x"; do
  run migrate --to "postgresql://localhost:$password@localhost/target" \
    --retry-for 0s dump.ndjson
  expect_exit 4
  last="the password $password"
  expect_lacks "$err" canary
done
run migrate --to "postgresql://loader:$port/canary@localhost/target" \
  --retry-for 0s dump.ndjson
expect_lacks "$err" canary
run migrate --to "postgresql://localhost:$port/canary@localhost/target?$verified" \
  --retry-for 0s dump.ndjson
expect_exit 4
expect_lacks "$err" canary
for text in "'canary4711" "can'ary 4711" "canary 4711" "canary\\"; do
  run migrate --to "host=localhost port=$port user=loader password=$text" \
    --retry-for 0s dump.ndjson
  expect_exit 4
  last="the password $text"
  expect_lacks "$err" ary
  expect_lacks "$err" 4711
done

finish
