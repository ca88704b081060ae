# Whether two inputs give the same findings and the same database; to be sourced
# behind tests/cli/lib.sh.

# Findings without their origin, sorted; then the summary.
cat >"$scratch/findings.py" <<'PY'
import json, sys
lines = open(sys.argv[1]).read().splitlines()
findings = []
for line in lines[:-1]:
    finding = json.loads(line)
    for key in "input", "line", "offset":
        finding.pop(key, None)
    findings.append(json.dumps(finding, sort_keys=True))
print("\n".join(sorted(findings)))
print(json.dumps(json.loads(lines[-1]), sort_keys=True))
PY

# What is kept verbatim has the history that couchbackup adds; hashes do not.
bare_contents() {  # database
  contents "$1" | sed -E 's/"_revisions":\{[^}]*\},?//'
}

made() {  # input : what it gives goes to $scratch/made/input.*
  local input=$1 name=$scratch/made/$1
  [[ -e $name.contents ]] && return
  mkdir -p "$(dirname "$name")"
  run check --report "jsonl=$name.check" "$input"
  expect_exit 1
  run migrate --to "sqlite:$name.db" --report "jsonl=$name.migrate" "$input"
  expect_exit 1
  echo "$input: $(balance)"
  bare_contents "$name.db" >"$name.contents"
  local command
  for command in check migrate; do
    python3 "$scratch/findings.py" "$name.$command" >"$name.$command.findings"
  done
}

alike() {  # input input part
  checks=$((checks + 1))
  cmp -s "$scratch/made/$1.$3" "$scratch/made/$2.$3" && return
  fail "$1 and $2: other $3"
  diff "$scratch/made/$1.$3" "$scratch/made/$2.$3" | cut -c1-300 | head -n 10
}

same() {  # input input : in all that is to be seen
  made "$1"
  made "$2"
  local part
  for part in check.findings migrate.findings contents; do
    alike "$1" "$2" "$part"
  done
}

same_records() {  # input input : where documents come again
  made "$1"
  made "$2"
  local name
  for name in "$1" "$2"; do
    grep -v -e '^{"summary"' -e TL0016 "$scratch/made/$name.check.findings" |
      sort -u >"$scratch/made/$name.kinds"
  done
  alike "$1" "$2" kinds
  alike "$1" "$2" contents
}

same_live() {  # input input : where one of them has deleted documents, too
  made "$1"
  made "$2"
  local name columns table
  for name in "$1" "$2"; do
    for table in account trunk device phone_number; do
      columns=$(query "$scratch/made/$name.db" "SELECT group_concat(name)
        FROM pragma_table_info('$table') WHERE name <> 'run_id'")
      sqlite3 -readonly -quote "$scratch/made/$name.db" \
        "SELECT $columns FROM $table" | LC_ALL=C sort
    done >"$scratch/made/$name.live"
  done
  alike "$1" "$2" live
}
