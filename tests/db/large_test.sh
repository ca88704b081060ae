# A dump of many documents has the same rows in PostgreSQL as in SQLite, column
# by column: 3,000 trunkstore documents, or 100,000 with TRUNKLIFT_FULL=1.
source "$(dirname "$0")/target.sh"
start_cluster

documents=$(full_or 3000 100000)
run generate --documents "$documents" --seed 12 --flaws 10% -o dump.ndjson
expect_exit 0
options=(-j2 --connections 2)
to_sqlite dump dump.ndjson
new_database large
to_postgres dump.ndjson
expect_as_sqlite dump
checks=$((checks + 1))
(($(number_of trunk) > documents * 9 / 10)) || fail "expected more trunks"
echo "$(balance): $(for table in "${document_tables[@]}"; do
  printf '%s %s, ' "$table" "$(number_of "$table")"
done)"
again=$(balance |
  sed -E 's/loaded ([0-9,]+) \+ unchanged 0 /loaded 0 + unchanged \1 /')
row_versions >before
to_postgres dump.ndjson
expect_balance "$again"
row_versions >after
expect_same_text after before

finish
