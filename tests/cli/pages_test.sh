# The manual page and the completion scripts that the binary prints.
source "$(dirname "$0")/lib.sh"

# --- The manual page.
run help --man
expect_exit 0
for text in '.TH TRUNKLIFT 1' '.SH EXIT STATUS' '\-\-fail\-on' \
  'trunklift migrate' 'NO_COLOR' '.B 143' '.B TL0206 address\-malformed (error)' '.B TL0403'; do
  expect_stdout_contains "$text"
done
if command -v mandoc >/dev/null; then
  last="mandoc -T lint"
  # Long lines are no fault here, and a date would differ with every build.
  mandoc -T lint -W warning <"$out" | grep -v 'missing date' >lint
  expect_empty lint
fi

# --- bash completion.
run help --completion bash
expect_exit 0
source "$out"

# Fills COMPREPLY as readline does: words split at blanks, = and :.
complete_line() {
  last="completion of: $1"
  local line=$1
  COMP_WORDS=()
  while [[ $line =~ ^([[:space:]]*)([=:]|[^=:[:space:]]+) ]]; do
    COMP_WORDS+=("${BASH_REMATCH[2]}")
    line=${line:${#BASH_REMATCH[0]}}
  done
  [[ $1 == *[[:space:]] ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  _trunklift
  COMP_RESULT=${COMPREPLY[*]}
}
expect_completion() {  # line replies
  complete_line "$1"
  expect_equal "$COMP_RESULT" "$2"
}
COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
touch dump.ndjson; mkdir dumps; touch "two words.json"
expect_completion "trunklift m" "migrate"
expect_completion "trunklift " "scan check fix diff test route migrate plan apply target runs undo rules explain generate rebuild help"
expect_completion "trunklift help g" "generate"
expect_completion "trunklift explain TL020" "TL0201 TL0202 TL0203 TL0204 TL0205 TL0206 TL0207 TL0208 TL0209"
expect_completion "trunklift explain address-m" "address-malformed address-masked"
expect_completion "trunklift rules --format m" "markdown"
expect_completion "trunklift rules l" "list"
expect_completion "trunklift check --rej" "--rejects"
expect_completion "trunklift check --t" ""
expect_completion "trunklift migrate --to" "--to"
expect_completion "trunklift --v" "--version"
expect_completion "trunklift check --fail-on " "error warning info never"
expect_completion "trunklift check --fail-on=w" "warning"
expect_completion "trunklift check --progress a" "auto always"
expect_completion "trunklift check --progress al" "always"
expect_completion "trunklift migrate --to sq" "sqlite:"
expect_completion "trunklift migrate --to=sq" "sqlite:"
expect_completion "trunklift migrate --to sqlite:dump.n" "dump.ndjson"
expect_completion "trunklift migrate --to=sqlite:dump.n" "dump.ndjson"
expect_completion "trunklift check --report js" "jsonl"
expect_completion "trunklift check --report=js" "jsonl"
expect_completion "trunklift check --report jsonl=dump.n" "dump.ndjson"
expect_completion "trunklift check --report=jsonl=dump.n" "dump.ndjson"
expect_completion "trunklift check --schema trunkst" "trunkstore"
expect_completion "trunklift check --schema dump.n" "dump.ndjson"
expect_completion "trunklift check --rejects dump.n" "dump.ndjson"
expect_completion "trunklift check -j 4 tw" "two words.json"
expect_completion "trunklift check --jobs " ""
expect_completion "trunklift generate --documents 4 " ""
expect_completion "trunklift --color never check dump.n" "dump.ndjson"
expect_completion "trunklift help --completion z" "zsh"
COMP_WORDBREAKS=$' \t\n"\'><;|&('
COMP_WORDS=(trunklift check --report=js) COMP_CWORD=2
last="completion without = in COMP_WORDBREAKS"
_trunklift
expect_equal "${COMPREPLY[*]}" "--report=jsonl"
COMP_WORDS=(trunklift migrate --to sqlite:dump.n) COMP_CWORD=3
_trunklift
expect_equal "${COMPREPLY[*]}" "sqlite:dump.ndjson"

# --- zsh completion: the syntax, where there is a zsh.
run help --completion zsh
expect_exit 0
expect_stdout_contains "#compdef trunklift"
if command -v zsh >/dev/null; then
  zsh -n "$out" 2>"$err"
  code=$?
  expect_exit 0
fi

finish
