# Helpers for tests of the PostgreSQL target: source it in place of lib.sh,
# which it builds upon.
#
#   to_sqlite NAME INPUT...      migrates to NAME.db
#   to_postgres INPUT...         migrates to $to, with the options $options
#   expect_as_sqlite NAME        the same balance and rows as to_sqlite NAME
#   target_contents              every row that documents have in the target
#   row_versions [TABLE]...      the transactions that wrote them
#   expect_same_text FILE FILE   and shows where they differ
#   number_of TABLE [WHERE]      of rows
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

schema=trunklift
options=()
document_tables=(account trunk device phone_number legacy_document
  unconverted_document legacy_account legacy_limits legacy_number
  vanished_document)

to_sqlite() {
  run migrate --to "sqlite:$1.db" "${@:2}"
  echo "$code $(balance)" >"$1.outcome"
}

to_postgres() {
  run migrate --to "$to" --target-schema "$schema" "${options[@]}" "$@"
}

expect_as_sqlite() {
  expect_equal "$code $(balance)" "$(cat "$1.outcome")"
  same_tables "$1.db" "$schema"
}

target_contents() {
  local table
  for table in "${document_tables[@]}" dropped_key; do
    echo "== $table"
    sql "COPY \"$schema\".$table TO STDOUT" | LC_ALL=C sort
  done
}

row_versions() {
  local table
  (($#)) || set -- "${document_tables[@]}"
  for table; do
    echo "== $table"
    sql "SELECT xmin, ctid, md5(t::text) FROM \"$schema\".$table t ORDER BY ctid"
  done
}

expect_same_text() {
  checks=$((checks + 1))
  cmp -s "$1" "$2" && return
  fail "$1 and $2 differ"
  diff "$1" "$2" | cut -c1-300 | head -n 10
}

number_of() {
  sql "SELECT count(*) FROM \"$schema\".$1 WHERE ${2:-true}"
}
