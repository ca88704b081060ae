# target init --distributed. Citus is in no registry of Debian, so its functions
# are played here: they take what it takes, note their calls, and refuse tables
# that it would refuse, whose keys do not hold the account.
source "$(dirname "$0")/target.sh"
start_cluster

run generate --documents 40 --seed 4 --flaws 10% -o dump.ndjson
expect_exit 0
to_sqlite dump dump.ndjson

# --- Without the extension nothing is made.
new_database without
run target init --to "$to" --distributed
expect_exit 4
expect_stderr_contains "the extension citus is not there"
expect_equal "$(sql "SELECT count(*) FROM pg_namespace
  WHERE nspname = 'trunklift'")" 0

new_database distributed
sql "SET allow_system_table_mods TO on;
  INSERT INTO pg_extension(oid, extname, extowner, extnamespace,
    extrelocatable, extversion)
  VALUES (99999, 'citus', 10, 'public'::regnamespace, false, '12.1')"
# Where Citus has them: no other names are looked up than there and in the target.
sql "SET allow_system_table_mods TO on;
CREATE TABLE call (position serial, name text, relation regclass, with_table text);
CREATE VIEW pg_catalog.pg_dist_partition AS
  SELECT relation AS logicalrelid FROM call WHERE name = 'distributed';
CREATE FUNCTION pg_catalog.create_distributed_table(table_name regclass,
  distribution_column text, colocate_with text DEFAULT 'default') RETURNS void
LANGUAGE plpgsql AS \$\$
DECLARE bad text;
BEGIN
  SELECT indexrelid::regclass::text INTO bad FROM pg_index i
    WHERE indrelid = table_name AND indisunique AND NOT EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = table_name
        AND attnum = ANY (i.indkey) AND attname = distribution_column);
  IF bad IS NOT NULL THEN
    RAISE 'cannot create constraint on %: %', table_name, bad;
  END IF;
  SELECT conname INTO bad FROM pg_constraint c
    WHERE conrelid = table_name AND contype = 'f' AND NOT EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = table_name
        AND attnum = ANY (c.conkey) AND attname = distribution_column);
  IF bad IS NOT NULL THEN
    RAISE 'cannot create foreign key %: %', table_name, bad;
  END IF;
  IF colocate_with <> 'default' AND NOT EXISTS (SELECT FROM public.call
      WHERE relation = colocate_with::regclass) THEN
    RAISE '% is not distributed', colocate_with;
  END IF;
  INSERT INTO public.call(name, relation, with_table)
    VALUES ('distributed', table_name, colocate_with);
END \$\$;
CREATE FUNCTION pg_catalog.create_reference_table(table_name regclass) RETURNS void
LANGUAGE sql AS
  \$\$ INSERT INTO public.call(name, relation) VALUES ('reference', table_name) \$\$"
run target init --to "$to" --distributed
expect_exit 0
expect_stderr_contains "--distributed is experimental"
# Every table but the one that says which migrations there were.
calls() {
  sql "SELECT string_agg(split_part(relation::text, '.', 2), ' '
    ORDER BY relation::text) FROM call WHERE $1"
}
expect_equal "$(calls "name = 'reference'")" "dropped_key run run_part"
expect_equal "$(calls "with_table = 'default'")" account
expect_equal "$(calls "with_table = 'account'")" "before_image device \
legacy_account legacy_document legacy_limits legacy_number phone_number trunk \
unconverted_document vanished_document"
expect_equal "$(sql "SELECT string_agg(relname, ' ') FROM pg_class
  WHERE relnamespace = 'trunklift'::regnamespace AND relkind = 'r'
  AND oid NOT IN (SELECT relation FROM call)")" schema_migration
to_postgres dump.ndjson
expect_as_sqlite dump

# --- What is printed distributes, too.
run target init --print --distributed
expect_exit 0
cp "$out" printed.sql
sql "SELECT name, relation, with_table FROM call ORDER BY position" >calls
sql "SET client_min_messages TO warning; DROP SCHEMA trunklift CASCADE;
  TRUNCATE call"
run_program psql -XAtq -v ON_ERROR_STOP=1 -f printed.sql
expect_exit 0
sql "SELECT name, relation, with_table FROM call ORDER BY position" >printed.calls
expect_same_text printed.calls calls

finish
