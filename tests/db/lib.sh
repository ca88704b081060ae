# Helpers for tests with a real PostgreSQL: source it in place of ../cli/lib.sh,
# which it builds upon.
#
#   start_cluster [SETTING=VALUE]...      a server on a unix socket, no password
#   start_tls_cluster [SETTING=VALUE]...  on TCP, TLS 1.3 and a password only
#   stop_cluster [smart|fast|immediate]   of the cluster that was started last
#   restart_cluster [MODE]                the same one; also if it was stopped
#   kill_backends                         ends all sessions, prints how many
#   new_database NAME                     makes one, and goes there
#   sql 'SELECT ...' [PSQL OPTION]...     prints rows as a|b
#   start_pgbouncer [SETTING=VALUE]...    in front of the cluster: $pooled
#   start_proxy [OPTION]...               in front of the cluster, cut_proxy.py: $proxied
#   full_disk DIRECTORY SIZE              a small disk for a tablespace
#   same_tables SQLITE_DB SCHEMA          expects the same rows in both
#   wait_until COMMAND...                 until it succeeds, for 20 s at most
#
# They set PGHOST, PGPORT, PGUSER and PGDATABASE, and $to, the same as a URI;
# with TLS also PGPASSWORD, PGSSLMODE and PGSSLROOTCERT, which are not in $to.
#
# Servers end with the test, even if it is killed. So they have to be started by
# the test itself, not in a subshell: they would end with that.
db_tests=$(realpath "$(dirname "${BASH_SOURCE[0]}")")
source "$db_tests/../cli/lib.sh"

# A server that cannot be had is a failure, never a test that is left out.
die() {
  echo "$(basename "$0"): $1" >&2
  exit 1
}

need() {  # program package
  command -v "$1" >/dev/null ||
    die "there is no $1: install $2, or run scripts/setup"
}

PATH=$PATH:/usr/sbin  # where Debian has pgbouncer
unset "${!PG@}"       # whatever server the user works with
export PGPASSFILE=$scratch/pgpass
need psql postgresql-client-15
need python3 python3

for binaries in "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/15/bin
do
  [[ -x $binaries/initdb && -x $binaries/postgres ]] && break
  binaries=
done
[[ $binaries ]] ||
  die "there is no PostgreSQL: install postgresql-15, or run scripts/setup"
# The server's own psql: Debian's in /usr/bin is a script that looks for it, which
# takes eight times as long.
PATH=$binaries:$PATH

# PostgreSQL and pgbouncer refuse to run as root.
as_server=()
if ((EUID == 0)); then
  id postgres >/dev/null 2>&1 ||
    die "there is no user postgres: install postgresql-15, or run scripts/setup"
  as_server=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi

# Not below $scratch, where the user postgres may not go.
servers=$(mktemp -d)
chmod 711 "$servers"
at_exit 'rm -rf "$servers"'
clusters=0
cluster=    # the folder of the cluster that was started last,
server_log= # and what it says
to=         # URI of the database
pool=
pooled=     # the same by way of pgbouncer
proxy=
proxied=    # the same by way of the proxy,
proxy_log=  # and what that says

server_directory() {
  mkdir -p "$1" && chmod 755 "$1"
  if ((EUID == 0)); then chown postgres: "$1"; fi
}

# Not from where the test is: the user postgres may not be there.
run_server_program() {
  env -C "$servers" "${as_server[@]}" "$@"
}

comes_up() {  # process command...: until it succeeds or the process is gone
  local i
  for ((i = 0; i < 400; i++)); do
    "${@:2}" && return
    kill -0 "$1" 2>/dev/null || return
    sleep 0.05
  done
  return 1
}

wait_until() { comes_up $$ "$@"; }

# --- Clusters.
uri() {  # host
  echo "postgresql:///$PGDATABASE?host=$1&port=$PGPORT&user=$PGUSER"
}

use_database() {
  export PGDATABASE=$1
  to=$(uri "$PGHOST")
  pooled=${pool:+$(uri "$pool")}
  proxied=${proxy:+$(uri "$proxy")}
}

make_cluster() {  # option of initdb...
  unset "${!PG@}"
  export PGPASSFILE=$scratch/pgpass
  clusters=$((clusters + 1))
  cluster=$servers/$clusters
  server_log=$cluster/log
  pool=
  proxy=
  server_directory "$cluster"
  server_directory "$cluster/data"
  server_directory "$cluster/socket"
  run_server_program "$binaries/initdb" -D "$cluster/data" -U postgres \
    -E UTF8 --no-locale --no-sync "$@" >"$server_log" 2>&1 ||
    die "initdb failed: $(cat "$server_log")"
}

configure() {  # setting=value...
  local setting
  for setting; do
    printf "%s = '%s'\n" "${setting%%=*}" "${setting#*=}"
  done >>"$cluster/data/postgresql.conf"
}

launch_cluster() {
  env -C "$servers" "${as_server[@]}" setpriv --pdeathsig QUIT \
    "$binaries/postgres" -D "$cluster/data" </dev/null >>"$server_log" 2>&1 &
  disown
  comes_up $! pg_isready -q -d postgres
}

stop_cluster() {
  run_server_program "$binaries/pg_ctl" stop -s -D "$cluster/data" \
    -m "${1:-fast}"
}

restart_cluster() {
  if run_server_program "$binaries/pg_ctl" status -D "$cluster/data" \
    >/dev/null; then
    stop_cluster "$@" || die "the cluster does not stop: $(tail "$server_log")"
  fi
  launch_cluster || die "the cluster does not start: $(tail "$server_log")"
}

stop_at_exit() {
  at_exit "cluster=$cluster; stop_cluster immediate >/dev/null 2>&1"
}

start_cluster() {
  make_cluster -A trust
  export PGHOST=$cluster/socket PGPORT=5432 PGUSER=postgres
  # What a killed process has written stays without fsync, too. A test that
  # measures, or that fills the disk, may want fsync=on.
  configure listen_addresses= unix_socket_directories="$PGHOST" fsync=off "$@"
  stop_at_exit
  launch_cluster || die "the cluster does not start: $(tail "$server_log")"
  use_database postgres
}

free_port() {
  python3 -c '
import socket
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1])'
}

start_tls_cluster() {
  need openssl openssl
  local password
  password=$(openssl rand -hex 16)
  echo "$password" | install -m 644 /dev/stdin "$servers/password"
  make_cluster -A scram-sha-256 --pwfile="$servers/password"
  rm "$servers/password"
  # Not Ed25519, with which SCRAM cannot bind to the channel.
  run_server_program openssl req -x509 -newkey ec -nodes -days 2 \
    -pkeyopt ec_paramgen_curve:P-256 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$cluster/data/server.key" -out "$cluster/server.crt" \
    >>"$server_log" 2>&1 ||
    die "there is no certificate: $(tail "$server_log")"
  echo "hostssl all all 127.0.0.1/32 scram-sha-256" >"$cluster/data/pg_hba.conf"
  configure listen_addresses=127.0.0.1 unix_socket_directories= fsync=off \
    ssl=on ssl_min_protocol_version=TLSv1.3 \
    ssl_cert_file="$cluster/server.crt" ssl_key_file=server.key "$@"
  export PGHOST=localhost PGUSER=postgres PGPASSWORD=$password \
    PGSSLMODE=verify-full PGSSLROOTCERT=$cluster/server.crt
  stop_at_exit
  # Somebody may take the port before the server does.
  local i
  for i in 1 2 3 4 5; do
    PGPORT=$(free_port)
    export PGPORT
    configure port="$PGPORT"
    launch_cluster && break
    ((i < 5)) || die "the cluster does not start: $(tail "$server_log")"
  done
  use_database postgres
}

# --- What is in them.
sql() {
  psql -XAtq -v ON_ERROR_STOP=1 -c "$@"
}

new_database() {
  sql "CREATE DATABASE \"$1\"" -d postgres || die "there is no database $1"
  use_database "$1"
}

kill_backends() {
  sql "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()" \
    -d postgres
}

same_tables() {  # sqlite-database schema
  checks=$((checks + 1))
  python3 "$db_tests/compare.py" "$1" "$2" >"$scratch/differences" 2>&1 &&
    return
  fail "the tables of $1 and of the schema $2 are not the same"
  sed 's/^/  /' "$scratch/differences"
}

# --- What stands between, and what stands in the way.
start_pgbouncer() {
  need pgbouncer pgbouncer
  pool=$cluster/pool
  server_directory "$pool"
  # Who it does not know, it asks the server for, as the user postgres.
  echo '"postgres" ""' | install -m 644 /dev/stdin "$pool/users"
  install -m 644 /dev/stdin "$pool/pgbouncer.ini" <<INI
[databases]
* = host=$PGHOST port=$PGPORT
[pgbouncer]
listen_addr =
listen_port = $PGPORT
unix_socket_dir = $pool
auth_type = trust
auth_file = $pool/users
auth_user = postgres
pool_mode = transaction
$(printf '%s\n' "$@")
INI
  env -C "$servers" "${as_server[@]}" setpriv --pdeathsig TERM \
    pgbouncer "$pool/pgbouncer.ini" </dev/null >"$pool/log" 2>&1 &
  at_exit "kill $! 2>/dev/null"
  disown
  use_database "$PGDATABASE"
  comes_up $! psql -XAtq -c 'SELECT' "$pooled" >/dev/null 2>&1 ||
    die "pgbouncer does not start: $(tail "$pool/log")"
}

start_proxy() {
  proxy=$(mktemp -d "$servers/XXXXXX")
  proxy_log=$proxy/log
  setpriv --pdeathsig TERM python3 "$db_tests/cut_proxy.py" "$@" \
    --listen "$proxy/.s.PGSQL.$PGPORT" --server "$PGHOST/.s.PGSQL.$PGPORT" \
    </dev/null >"$proxy_log" 2>&1 &
  at_exit "kill $! 2>/dev/null"
  disown
  use_database "$PGDATABASE"
  comes_up $! grep -qs '^ready' "$proxy_log" ||
    die "the proxy does not start: $(cat "$proxy_log")"
}

full_disk() {
  local as_root=()
  ((EUID == 0)) || as_root=(sudo -n)
  mkdir -p "$1"
  "${as_root[@]}" mount -t tmpfs -o \
    "size=$2,mode=700,uid=$("${as_server[@]}" id -u)" tmpfs "$1" ||
    die "no tmpfs can be mounted on $1: that needs root and CAP_SYS_ADMIN"
  # At once, though a server may still be in there.
  at_exit "${as_root[*]} umount -l '$1'"
}
