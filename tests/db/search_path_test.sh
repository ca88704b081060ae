# What others may create in the schema public, or have in their search_path, is
# never run as whoever migrates.
source "$(dirname "$0")/target.sh"
start_cluster
start_pgbouncer default_pool_size=6 max_client_conn=100

run generate --documents 40 --seed 4 --flaws 10% -o dump.ndjson
expect_exit 0
run generate --documents 40 --seed 5 --flaws 10% -o next.ndjson
expect_exit 0
to_sqlite dump dump.ndjson

# Operators and functions that fit what queries say better than the server's own
# do: each notes who ran it, and on what.
plant() {
  {
    echo "CREATE TABLE public.caught (who text, what text);
      GRANT ALL ON public.caught TO PUBLIC;
      GRANT CREATE ON SCHEMA public TO mallory; SET ROLE mallory;"
    local left right operator result name type
    for left in integer bigint text name uuid json numeric '"char"'; do
      for right in integer bigint text name uuid json '"char"'; do
        for operator in '||' '=' '<>' '-' '%' '->>' '>'; do
          result=text
          [[ $operator == [\<=\>]* ]] && result=boolean
          [[ $operator == [-+%]* && $operator != '->>' ]] && result=bigint
          name="trap_$(md5sum <<<"$left $operator $right" | cut -c1-12)"
          cat <<SQL
CREATE FUNCTION public.$name($left, $right) RETURNS $result LANGUAGE plpgsql AS
  \$\$ BEGIN INSERT INTO public.caught VALUES (current_user, '$left $operator $right');
    RETURN NULL; END \$\$;
CREATE OPERATOR public.$operator (LEFTARG = $left, RIGHTARG = $right,
  FUNCTION = public.$name);
SQL
        done
      done
    done
    for name in max min count to_regclass coalesce pg_try_advisory_xact_lock \
      pg_advisory_xact_lock date_trunc pg_has_role current_database \
      pg_terminate_backend now md5 string_agg array_position format; do
      for type in integer bigint text name varchar; do
        cat <<SQL
CREATE FUNCTION public."$name"($type) RETURNS text LANGUAGE plpgsql AS
  \$\$ BEGIN INSERT INTO public.caught VALUES (current_user, '$name');
    RETURN NULL; END \$\$;
SQL
      done
    done
    echo "RESET ROLE;"
  } | PGOPTIONS="-c client_min_messages=error" psql -Xqb \
    -d template1 >/dev/null 2>&1
}
expect_nothing_caught() {
  expect_equal "$(sql "SELECT DISTINCT who, what FROM public.caught")" ""
}

# New databases are made from it.
sql "CREATE ROLE mallory"
plant
all_commands() {  # to
  local at=$1
  run target init --to "$at"
  expect_exit 0
  run migrate dump.ndjson --to "$at" --connections 2
  expect_exit 1
  run plan next.ndjson --to "$at" -o plan.jsonl
  run apply --plan plan.jsonl --to "$at"
  run migrate next.ndjson --to "$at" --complete all --prune
  run migrate dump.ndjson --to "$at" --max-rejects 0
  run runs --to "$at"
  expect_exit 0
  run undo last --to "$at"
  expect_exit 0
  run target upgrade --to "$at"
  expect_exit 0
}

new_database direct
# The trap works: a query as any program sends it falls into it.
expect_equal "$(sql "SELECT count(*) > 300 FROM pg_operator o
  JOIN pg_roles r ON r.oid = o.oprowner WHERE r.rolname = 'mallory'")" t
sql "SELECT 1 || 'x'::text" >/dev/null
expect_equal "$(sql "SELECT DISTINCT who FROM public.caught")" postgres
sql "TRUNCATE public.caught"
all_commands "$to"
expect_nothing_caught
run migrate dump.ndjson --to "$to" --target-schema second
same_tables dump.db second
# Where names are looked up in it before all others.
new_database "by default"
sql "ALTER ROLE postgres SET search_path TO public, pg_catalog"
all_commands "$to"
sql "ALTER ROLE postgres RESET search_path"
expect_nothing_caught
new_database pooled
all_commands "$pooled"
expect_nothing_caught

# --- In the target's own schema names are looked up: nobody else's are there.
new_database own
for command in "target init" "target status" "migrate dump.ndjson" \
  "plan dump.ndjson" runs "undo last"; do
  run $command --to "$to" --target-schema public
  expect_exit 4
  expect_stderr_contains "of the role mallory"
  expect_stderr_contains "--target-schema"
done
expect_nothing_caught
# What the user has there, or somebody of the server's, is in nobody's way.
sql 'CREATE DATABASE "others" TEMPLATE template0'
use_database others
sql "CREATE EXTENSION citext;
  CREATE FUNCTION public.max(integer, text) RETURNS text LANGUAGE sql AS
    'SELECT \$2'"
run migrate dump.ndjson --to "$to" --target-schema public
expect_exit 1
same_tables dump.db public

# --- Names that a server cuts or takes for others.
long=$(printf 'x%.0s' {1..64})
for name in "$long" "${long:0:40}ÄÖÜÄÖÜÄÖÜÄÖÜ" '$user' "" pg_x pg_catalog \
  information_schema; do
  for command in "migrate dump.ndjson" "target init" runs "undo last"; do
    run $command --to "$to" --target-schema "$name"
    expect_exit 2
    expect_stderr_contains "target-schema"
  done
done
expect_equal "$(sql "SELECT count(*) FROM pg_namespace
  WHERE nspname LIKE 'xx%' OR nspname = '\$user'")" 0
for name in "${long:0:63}" '$users' PG_x user; do
  run target init --to "$to" --target-schema "$name"
  expect_exit 0
done
sql "CREATE DATABASE \"${long:0:63}\" TEMPLATE template0"
run target init --to "${to/others/$long}"
expect_exit 4
expect_stderr_contains "the database has a name of 64 bytes"
PGUSER=$long run target status --to "host=$PGHOST dbname=others"
expect_exit 4
expect_stderr_contains "the user has a name of 64 bytes"
run target status --to "${to/others/${long:0:63}}"
expect_exit 1

finish
