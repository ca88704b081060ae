# The frame of the command line: help, usage errors, settings, streams.
source "$(dirname "$0")/lib.sh"

# --- Help and version.
run
expect_exit 2
expect_empty "$out"
expect_stderr_contains "Usage: trunklift COMMAND"
expect_stderr_contains "migrate"

run --version
expect_exit 0
expect_equal "$(cut -d' ' -f1 "$out")" trunklift
expect_empty "$err"

run --help
expect_exit 0
expect_stdout_contains "Exit codes:"
cp "$out" overview
run help
expect_equal "$(cat "$out")" "$(cat overview)"

for command in check migrate generate rebuild help; do
  run help "$command"
  expect_exit 0
  expect_stdout_contains "Usage: trunklift $command"
  expect_equal "$(awk 'length > 80' "$out" | grep -v '^  trunklift')" ""
  cp "$out" page
  run "$command" --help
  expect_exit 0
  expect_equal "$(cat "$out")" "$(cat page)"
  run "$command" --no-such-thing --help
  expect_usage_error "--no-such-thing"
done
run check -h
expect_exit 0

# --- Words that are not understood.
run chekc dump.ndjson
expect_usage_error "cannot run chekc" "did you mean check?"
run help migrat
expect_usage_error "did you mean migrate?"
run xyzzyxyzzy
expect_usage_error "there is no such command"
expect_lacks "$err" "did you mean"
run check --reprot text dump.ndjson
expect_usage_error "--reprot" "did you mean --report?"
run check --reprot=jsonl=secret dump.ndjson
expect_usage_error "--reprot: there" "did you mean --report?"
run check -x dump.ndjson
expect_usage_error "-x"
run check --stri dump.ndjson
expect_usage_error "--stri"
run check --to sqlite:x.db dump.ndjson
expect_usage_error "it does not take --to" "migrate"
run check --schema
expect_usage_error "--schema"
run check --strict=yes dump.ndjson
expect_usage_error "--strict"
run --quiet
expect_usage_error "no command is given"

# --- Arguments that are missing or too many.
run check
expect_usage_error "it needs INPUT..."
run migrate --to sqlite:x.db
expect_usage_error "it needs INPUT..."
run migrate dump.ndjson
expect_usage_error "it needs --to TARGET"
run generate
expect_usage_error "it needs --documents N"
run generate --documents 5 dump.ndjson
expect_usage_error 'what is "dump.ndjson" for?'
run rebuild
expect_usage_error "it needs --from TARGET"
run help check migrate
expect_usage_error 'what is "migrate" for?'

# --- Values that are wrong.
for jobs in 0 -1 1.5 two 4x '' 99999999999999999999; do
  run check --jobs="$jobs" dump.ndjson
  expect_usage_error "--jobs"
done
for options in "--progress=maybe" "--color=red" "--fail-on=fatal" \
  "--report=xml" "--report=text=" "--report=text --report=jsonl" \
  "--report=text=a --report=jsonl=a"; do
  run check $options dump.ndjson
  expect_usage_error "${options%%=*}"
done
run check --report xml dump.ndjson
expect_stderr_contains "text, concise, jsonl, sarif, junit or github"
run migrate dump.ndjson --to mongo:x
expect_usage_error "expected sqlite:FILE"
run migrate dump.ndjson --to modern.db
expect_usage_error "expected sqlite:FILE"
run migrate dump.ndjson --to sqlite:
expect_usage_error "expected sqlite:FILE"
run rebuild --from csv:dir
expect_usage_error "expected sqlite:FILE"
for flaws in 1.5 -0.1 101% nan x ''; do
  run generate --documents 5 --flaws="$flaws"
  expect_usage_error "--flaws"
done
run generate --documents 0
expect_usage_error "--documents 0"
run generate --documents 5 --seed -1
expect_usage_error "--seed"
run help --completion fish
expect_usage_error "bash or zsh"

# --- Settings and their origins.
origin() {  # name: the line of --show-settings, blanks squeezed
  grep -E "^(# )?$1( |=)" "$out" | tr -s ' '
}
run check --show-settings
expect_exit 0
expect_empty "$err"
expect_equal "$(origin schema)" "schema=connectivity # default"
expect_equal "$(origin report)" "report=text # default"
expect_equal "$(origin strict)" "strict=false # default"
expect_equal "$(origin jobs)" "jobs=$(nproc) # default"
expect_equal "$(origin rejects)" "# rejects # default, not set"
run migrate --show-settings
expect_equal "$(origin report)" "# report # default, not set"

cat >trunklift.conf <<'CONF'
# Settings for every command, then for one.
schema = trunkstore
jobs=3
strict=true
color=always
[check]
jobs=5
report=text=a.txt
report=jsonl=b.jsonl
[migrate]
to=sqlite:modern.db
CONF
run check --show-settings
expect_equal "$(origin schema)" "schema=trunkstore # file trunklift.conf"
expect_equal "$(origin jobs)" "jobs=5 # file trunklift.conf"
expect_equal "$(origin strict)" "strict=true # file trunklift.conf"
expect_equal "$(origin report | wc -l)" 2
run migrate --show-settings
expect_equal "$(origin jobs)" "jobs=3 # file trunklift.conf"
expect_equal "$(origin to)" "to=sqlite:modern.db # file trunklift.conf"
run check --show-settings -j 7 --schema=connectivity-4.3 --report jsonl
expect_equal "$(origin jobs)" "jobs=7 # command line"
expect_equal "$(origin schema)" "schema=connectivity-4.3 # command line"
expect_equal "$(origin report)" "report=jsonl # command line"
run check -j2 --show-settings -j 9
expect_equal "$(origin jobs)" "jobs=9 # command line"
run check --isolated --show-settings
expect_equal "$(origin schema)" "schema=connectivity # default"
export NO_COLOR=1
run check --show-settings
expect_equal "$(origin color)" "color=never # environment NO_COLOR"
run check --show-settings --color auto
expect_equal "$(origin color)" "color=auto # command line"
export NO_COLOR=
run check --show-settings
expect_equal "$(origin color)" "color=always # file trunklift.conf"
unset NO_COLOR

run migrate --show-settings
cp "$out" shown.conf
run migrate --config shown.conf --show-settings
expect_exit 0
expect_equal "$(origin schema)" "schema=trunkstore # file shown.conf"

conf() { printf '%s\n' "$@" >trunklift.conf; }
conf 'jbos=3'
run check dump.ndjson
expect_usage_error trunklift.conf '"jbos"' "did you mean jobs?"
conf 'schema=trunkstore' '[chekc]' 'jobs=3'
run check dump.ndjson
expect_usage_error trunklift.conf '[chekc]'
conf '[check]' 'to=sqlite:x.db'
run check dump.ndjson
expect_usage_error trunklift.conf '"to"' '[check]'
conf 'show-settings=true'
run check dump.ndjson
expect_usage_error '"show-settings"'
conf 'jobs=0'
run check dump.ndjson
expect_usage_error 'jobs=0 (file trunklift.conf)'
conf 'jobs'
run check dump.ndjson
expect_usage_error trunklift.conf "name=value"
conf '{"auth_password": "hunter2hunter2"}'
run check dump.ndjson
expect_usage_error trunklift.conf "name=value"
expect_lacks "$err" hunter2
run check --config missing.conf dump.ndjson
expect_usage_error "cannot read missing.conf: No such file"
run check --config . dump.ndjson
expect_usage_error "cannot read .: Is a directory"
run help
expect_exit 0
rm trunklift.conf

# --- Secrets.
for target in 'sqlite:postgresql://ann:hunter2@db/x' \
  'sqlite:host=db password = hunter2 user=ann' \
  "sqlite:password='hunter2 \\' hunter2' host=db" \
  'sqlite:postgresql://db/x?user=ann&password=hunter2'; do
  run migrate --to "$target" --show-settings
  expect_exit 0
  expect_stdout_contains '***'
  expect_lacks "$out" hunter2
done
run migrate --to 'mongo://ann:hunter2@db/x' dump.ndjson
expect_usage_error 'mongo://ann:***@db/x'
expect_lacks "$err" hunter2

# --- Streams.
{
  sleep 0.2
  "$TRUNKLIFT" help --man 2>"$err"
  echo $? >code
} | true
code=$(cat code)
last="trunklift help --man | true"
expect_exit 141
expect_empty "$err"
for stream in /dev/full -; do
  last="trunklift help >$stream"
  if [[ $stream == - ]]; then
    "$TRUNKLIFT" help >&- 2>"$err"
  else
    "$TRUNKLIFT" help >"$stream" 2>"$err"
  fi
  code=$?
  expect_exit 4
  expect_stderr_contains "cannot write standard output"
done

finish
