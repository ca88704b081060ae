// One script for bash and one for zsh, put together from texts.
#include "pages/completion.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "options/option_table.h"
#include "options/rule_registry.h"

namespace trunklift {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<std::string> value_names(const Option& option,
                                     const Choices& choices) {
  std::vector<std::string> out;
  if (option.values == nullptr) return out;
  for (const Choice& choice : option.values(choices)) {
    out.push_back(choice.name);
  }
  return out;
}

std::vector<std::string> command_names() {
  std::vector<std::string> out;
  for (const Command& command : commands()) out.emplace_back(command.name);
  return out;
}

// The options with an argument, each name once.
std::vector<const Option*> options_with_argument() {
  std::vector<const Option*> out;
  std::set<std::string_view> seen;
  for (const Option& option : all_options()) {
    if (option.argument.empty() || !seen.insert(option.name).second) continue;
    out.push_back(&option);
  }
  return out;
}

// The values in all commands that have an option of that name: the script does
// not tell them apart.
std::vector<std::string> values_of_all(const Option& option,
                                       const Choices& choices) {
  std::vector<std::string> out;
  for (const Option& other : all_options()) {
    if (other.name != option.name) continue;
    for (std::string& name : value_names(other, choices)) {
      if (std::find(out.begin(), out.end(), name) == out.end()) {
        out.push_back(std::move(name));
      }
    }
  }
  return out;
}

// "--jobs|-j", a pattern of case.
std::string pattern(const Option& option) {
  std::string out = "--" + std::string(option.name);
  if (option.letter != 0) out += std::string("|-") + option.letter;
  return out;
}

// The parts of the script that do not depend on the tables. The shell splits
// words at = and : (COMP_WORDBREAKS), so they are put together first and the
// part that is already there is cut from the replies in the end.
constexpr std::string_view bash_frame = R"sh(# bash completion for trunklift
_trunklift_values() {{  # option: sets values, mark, files
  values= mark= files=
  case $1 in
{values}    *) return 1 ;;
  esac
}}

_trunklift_options() {{  # command
  case $1 in
{options}  esac
}}

_trunklift_files() {{  # prefix text
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$1$file"); done \
    < <(compgen -f -- "$2")
}}

_trunklift_value() {{  # prefix text: completes what an option takes
  local head
  if [[ $mark && $2 == *"$mark"* ]]; then
    head=${{2%%"$mark"*}}$mark
    _trunklift_files "$1$head" "${{2#"$head"}}"
    return
  fi
  local suffix=
  if [[ $mark == : ]]; then suffix=:; compopt -o nospace 2>/dev/null; fi
  COMPREPLY+=($(compgen -P "$1" -S "$suffix" -W "$values" -- "$2"))
  [[ $files && ! $mark ]] && _trunklift_files "$1" "$2"
}}

_trunklift() {{
  local -a words=()
  local i word glue= command= option= values mark files
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${{COMP_WORDS[i]}}
    if ((${{#words[@]}})) && [[ $glue || $word == [:=] ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
    glue=
    [[ $word == [:=] ]] && glue=1
  done
  local current=${{words[-1]}}
  for ((i = 0; i < ${{#words[@]}} - 1; i++)); do
    word=${{words[i]}}
    if [[ $option ]]; then
      option=
    elif _trunklift_values "$word"; then
      option=$word
    elif [[ $word != -* && ! $command ]]; then
      command=$word
    fi
  done
  COMPREPLY=()
  if [[ $option ]]; then
    _trunklift_values "$option"
    _trunklift_value "" "$current"
  elif [[ $current == --*=* ]]; then
    _trunklift_values "${{current%%=*}}" &&
      _trunklift_value "${{current%%=*}}=" "${{current#*=}}"
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$(_trunklift_options "$command")" -- "$current"))
  else
    case $command in
      "") COMPREPLY=($(compgen -W "{commands}" -- "$current")) ;;
{arguments}    esac
  fi
  local there=${{current%"${{current##*[:=]}}"}}
  while [[ $there && $COMP_WORDBREAKS != *"${{there: -1}}"* ]]; do
    there=${{there%?}}
    there=${{there%"${{there##*[:=]}}"}}
  done
  COMPREPLY=("${{COMPREPLY[@]#"$there"}}")
}}

complete -F _trunklift trunklift
)sh";

// The arguments there are to choose from; "" where they are files.
std::string argument_words(const Command& command) {
  if (command.arguments == "[COMMAND]") return joined(command_names());
  if (command.arguments == "[list]") return "list";
  if (command.arguments != "RULE...") return {};
  const RuleRegistry registry;
  std::vector<std::string> names;
  for (const Rule* rule : registry.all()) {
    names.emplace_back(rule->id);
    names.emplace_back(rule->slug);
  }
  return joined(names);
}

std::string bash_arguments(const Command& command) {
  if (command.arguments.empty()) return {};
  const std::string words = argument_words(command);
  const std::string reply = words.empty() ? R"(_trunklift_files "" "$current")"
                                          : R"(COMPREPLY=($(compgen -W ")" +
                                                words + R"(" -- "$current")))";
  return fmt::format("      {}) {} ;;\n", command.name, reply);
}

// --- zsh. -------------------------------------------------------------------

// Between single quotes, inside [...] of _arguments.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out;
}

// The first sentence, without its full stop.
std::string_view first_sentence(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of(".;"), text.size());
  return text.substr(0, end);
}

// What completes a value. A leading blank keeps _arguments from adding options
// of its own to a call.
std::string zsh_action(const Option& option, const Choices& choices) {
  const std::string names = joined(value_names(option, choices));
  if (option.mark != 0) {
    return fmt::format(" _trunklift_place {} {}",
                       option.mark == ':' ? "colon" : "equals", names);
  }
  if (option.files && !names.empty()) return " _trunklift_or_file " + names;
  if (option.files) return "_files";
  return names.empty() ? " " : "(" + names + ")";
}

// One specification of _arguments.
std::string zsh_option(const Option& option, const Choices& choices) {
  const std::string help = zsh_text(first_sentence(option.help));
  const bool flag = option.argument.empty();
  const std::string value =
      flag ? ""
           : fmt::format(":{}:{}", zsh_text(option.argument),
                         zsh_action(option, choices));
  const std::string name = fmt::format("--{}{}", option.name, flag ? "" : "=");
  if (option.letter == 0) {
    return fmt::format("        '{}{}[{}]{}' \\\n",
                       option.repeatable ? "*" : "", name, help, value);
  }
  return fmt::format("        '(-{0} --{1})'{{-{0}{2},{3}}}'[{4}]{5}' \\\n",
                     option.letter, option.name, flag ? "" : "+", name, help,
                     value);
}

std::string zsh_arguments(const Command& command) {
  if (command.arguments.empty()) return {};
  const std::string words = argument_words(command);
  if (!words.empty()) {
    const bool many = command.arguments.find("...") != std::string_view::npos;
    return fmt::format("        '{}:{}:({})' \\\n", many ? "*" : "1",
                       many ? "rule" : "command", words);
  }
  return "        '*:input:_files' \\\n";
}

constexpr std::string_view zsh_frame = R"sh(#compdef trunklift

_trunklift_place() {{  # mark name...: a name, then mark and file
  local mark=:
  [[ $1 == equals ]] && mark='='
  shift
  if compset -P "*$mark"; then
    _files
  elif [[ $mark == : ]]; then
    compadd -S : -- "$@"
  else
    compadd -- "$@"
  fi
}}

_trunklift_or_file() {{  # name...
  _alternative "names:name:($*)" "files:file:_files"
}}

_trunklift() {{
  local curcontext=$curcontext state line
  local -a commands=(
{commands}  )
  typeset -A opt_args
  _arguments -C \
    '(-h --help)'{{-h,--help}}'[Print help and exit]' \
    '(-V --version)'{{-V,--version}}'[Print the version and exit]' \
    '1:command:->command' '*::argument:->argument' && return
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
{cases}      esac ;;
  esac
}}

_trunklift "$@"
)sh";

}  // namespace

std::string bash_completion(const Choices& choices) {
  std::string values;
  for (const Option* option : options_with_argument()) {
    std::string line = fmt::format("    {})", pattern(*option));
    const std::string names = joined(values_of_all(*option, choices));
    if (!names.empty()) line += fmt::format(" values='{}'", names);
    if (option->mark != 0) line += fmt::format(" mark={}", option->mark);
    if (option->files) line += " files=1";
    values += line + " ;;\n";
  }
  std::string options;
  std::string arguments;
  for (const Command& command : commands()) {
    std::vector<std::string> names;
    for (const Option* option : options_of(command)) {
      names.push_back("--" + std::string(option->name));
    }
    options +=
        fmt::format("    {}) echo '{}' ;;\n", command.name, joined(names));
    arguments += bash_arguments(command);
  }
  options += "    *) echo '--help --version' ;;\n";
  return fmt::format(bash_frame, fmt::arg("values", values),
                     fmt::arg("options", options),
                     fmt::arg("commands", joined(command_names())),
                     fmt::arg("arguments", arguments));
}

std::string zsh_completion(const Choices& choices) {
  std::string list;
  std::string cases;
  for (const Command& command : commands()) {
    list +=
        fmt::format("    '{}:{}'\n", command.name, zsh_text(command.summary));
    cases +=
        fmt::format("      {})\n        _arguments -s -S \\\n", command.name);
    for (const Option* option : options_of(command)) {
      cases += zsh_option(*option, choices);
    }
    cases += zsh_arguments(command) + "        ;;\n";
  }
  return fmt::format(zsh_frame, fmt::arg("commands", list),
                     fmt::arg("cases", cases));
}

}  // namespace trunklift
