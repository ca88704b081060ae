// Words are parsed by Boost.Program_options, which nobody else sees.
#include "options/options.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cerrno>
#include <cstring>
#include <set>
#include <sstream>

#include "base/text_file.h"
#include "options/closest.h"
#include "options/secrets.h"
#include "options/settings.h"
#include "options/usage.h"

namespace trunklift {
namespace {

namespace po = boost::program_options;

constexpr const char* default_file = "trunklift.conf";

struct Line {
  GivenValues options;
  std::vector<std::string> others;  // the command and its arguments
};

[[noreturn]] void refuse(const std::string& attempt, const std::string& object,
                         const std::string& reason, const std::string& advice) {
  throw Error(Exit::usage, attempt, object, reason, advice);
}

// "did you mean --report? ", or nothing.
std::string did_you_mean(std::string_view word,
                         const std::vector<std::string>& names) {
  const std::string near = closest(word, names);
  return near.empty() ? "" : "did you mean " + near + "? ";
}

std::string see_help(const Command* command) {
  return command == nullptr
             ? "see: trunklift help"
             : "see: trunklift help " + std::string(command->name);
}

std::vector<std::string> command_names() {
  std::vector<std::string> out;
  for (const Command& command : commands()) out.emplace_back(command.name);
  return out;
}

// The command that these words are probably about, for advice only.
const Command* guess_command(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (const Command* command = find_command(word)) return command;
  }
  return nullptr;
}

[[noreturn]] void refuse_option(std::string name, const Command* command) {
  name.resize(std::min(name.find('='), name.size()));
  std::vector<std::string> names;
  for (const Option& option : all_options()) {
    if (command != nullptr && !takes_group(*command, option.group)) continue;
    names.push_back("--" + std::string(option.name));
  }
  refuse("understand", name, "there is no such option",
         did_you_mean(name, names) + see_help(command));
}

po::options_description described() {
  po::options_description out;
  std::set<std::string_view> seen;
  for (const Option& option : all_options()) {
    if (!seen.insert(option.name).second) continue;
    std::string name(option.name);
    if (option.letter != 0) name += std::string(",") + option.letter;
    if (option.argument.empty()) {
      out.add_options()(name.c_str(), "");
    } else {
      out.add_options()(name.c_str(), po::value<std::string>());
    }
  }
  return out;
}

// "--rejects --strict": Program_options takes the second for a file name.
void refuse_swallowed(const std::vector<std::string>& words) {
  if (words.size() < 2 || words[1].size() < 2 || words[1][0] != '-') return;
  const std::string joint = words[0].substr(0, 2) == "--" ? "=" : "";
  refuse("use", words[0], "its value is missing",
         "for one that starts with -: " + words[0] + joint + words[1]);
}

// Abbreviated names are not understood: a script that uses them would break
// with the next option.
void split_piece(const std::vector<std::string>& words,
                 const po::options_description& description, Line& line) {
  using namespace po::command_line_style;
  const auto parsed = po::command_line_parser(words)
                          .options(description)
                          .style(unix_style & ~allow_guessing)
                          .run();
  for (const po::option& option : parsed.options) {
    if (option.position_key >= 0) {
      line.others.insert(line.others.end(), option.value.begin(),
                         option.value.end());
    } else {
      refuse_swallowed(option.original_tokens);
      line.options.emplace_back(
          option.string_key, option.value.empty() ? "true" : option.value[0]);
    }
  }
}

bool starts_option(const std::string& word) {
  return word.size() > 1 && word.front() == '-';
}

// Whether the word behind this one cannot be its value.
bool takes_no_word(const std::string& word) {
  return !starts_option(word) ||
         (word.starts_with("--") && word.find('=') != std::string::npos);
}

// The library takes time that grows with the square of the words. So it gets an
// option at a time, with the words that may be its value; all others are no
// options.
Line split_line(const std::vector<std::string>& words) {
  const po::options_description description = described();
  Line line;
  std::vector<std::string> piece;
  const auto end_piece = [&] {
    if (!piece.empty()) split_piece(piece, description, line);
    piece.clear();
  };
  try {
    for (auto word = words.begin(); word != words.end(); ++word) {
      if (word == words.begin() || takes_no_word(word[-1])) {
        end_piece();
        if (!starts_option(*word)) {
          line.others.push_back(*word);
          continue;
        }
      }
      if (*word == "--") {
        piece.insert(piece.end(), word, words.end());
        break;
      }
      piece.push_back(*word);
    }
    end_piece();
  } catch (const po::unknown_option& error) {
    refuse_option(error.get_option_name(), guess_command(words));
  } catch (const po::error& error) {
    refuse("understand", "the command line", without_secrets(error.what()),
           see_help(guess_command(words)));
  }
  return line;
}

bool is_given(const Line& line, std::string_view name) {
  return std::any_of(line.options.begin(), line.options.end(),
                     [&](const auto& option) { return option.first == name; });
}

void check_taken(const Command& command, const Line& line) {
  const auto taken = options_of(command);
  for (const auto& given : line.options) {
    const std::string& name = given.first;
    if (std::any_of(taken.begin(), taken.end(),
                    [&](const Option* o) { return o->name == name; })) {
      continue;
    }
    std::string others;
    for (const Option& option : all_options()) {
      if (option.name != name) continue;
      for (const Command* other : commands_with(option.group)) {
        if (!others.empty()) others += ", ";
        others += other->name;
      }
    }
    refuse("run", std::string(command.name),
           fmt::format("it does not take --{} ({} take{} it)", name, others,
                       others.find(',') == std::string::npos ? "s" : ""),
           see_help(&command));
  }
}

// --- The configuration file. ------------------------------------------------

// Throws unless `key` is an option that some command reads from a file, or
// command.option.
void check_key(const std::string& path, const std::string& key) {
  const std::size_t dot = key.find('.');
  const std::string section =
      dot == std::string::npos ? "" : key.substr(0, dot);
  const std::string name = dot == std::string::npos ? key : key.substr(dot + 1);
  std::vector<std::string> names;
  for (const Command* command : commands_with("settings")) {
    if (!section.empty() && command->name != section) continue;
    for (const Option* option : options_of(*command)) {
      if (option->command_line_only) continue;
      if (option->name == name) return;
      names.emplace_back(option->name);
    }
  }
  const std::string reason =
      names.empty() ? "there is no section [" + section + "]"
                    : "there is no setting \"" + name + "\"" +
                          (section.empty() ? "" : " in [" + section + "]");
  refuse("use", path, reason,
         did_you_mean(name, names) + "the names are those of the options");
}

// The file when it is there; a missing one is an error only when it was named.
ConfigurationFile read_file(const std::string& path, bool named) {
  struct stat status {};
  if (!named && stat(path.c_str(), &status) != 0 && errno == ENOENT) return {};
  std::istringstream stream(
      TextFile(path, {Exit::usage, "read",
                      named ? "" : "--isolated does not look for it"})
          .rest());
  ConfigurationFile file{path, {}};
  try {
    const po::options_description none;
    for (const po::option& option :
         po::parse_config_file(stream, none, true).options) {
      check_key(path, option.string_key);
      file.values.emplace_back(option.string_key, option.value.at(0));
    }
  } catch (const po::error&) {
    // What it says quotes the line, which may be of any file.
    refuse("read", path, "a line of it is no setting", "expected: name=value");
  }
  return file;
}

ConfigurationFile find_file(const Command& command, const Line& line) {
  if (!takes_group(command, "settings")) return {};
  std::string path;  // the last one counts
  for (const auto& [name, value] : line.options) {
    if (name == "config") path = value;
  }
  if (is_given(line, "config")) return read_file(path, true);
  if (is_given(line, "isolated")) return {};
  return read_file(default_file, false);
}

// --- Is everything there?
// ------------------------------------------------------

void check_arguments(const Command& command,
                     const std::vector<std::string>& inputs) {
  const std::string_view form = command.arguments;
  const bool optional = form.empty() || form.front() == '[';
  const bool many = form.find("...") != std::string_view::npos;
  const std::string name(command.name);
  if (inputs.empty() && !optional) {
    refuse("run", name, "it needs " + std::string(form), see_help(&command));
  }
  const std::size_t most = form.empty() ? 0 : 1;
  if (inputs.size() > most && !many) {
    refuse("run", name,
           "what is \"" + without_secrets(inputs[most]) + "\" for?",
           "usage: " + synopsis(command));
  }
}

void check_required(const Command& command, const std::vector<Setting>& list) {
  for (const Setting& setting : list) {
    if (!setting.option->required || !setting.values.empty()) continue;
    refuse("run", std::string(command.name),
           "it needs --" + std::string(setting.option->name) + " " +
               std::string(setting.option->argument),
           see_help(&command));
  }
}

}  // namespace

const Command& known_command(const std::string& name) {
  if (const Command* command = find_command(name)) return *command;
  refuse("run", name, "there is no such command",
         did_you_mean(name, command_names()) + see_help(nullptr));
}

Invocation read_command_line(const std::vector<std::string>& words,
                             const Choices& choices) {
  Invocation call;
  if (words.empty()) {
    call.answer = {short_help(), Exit::usage};
    return call;
  }
  Line line = split_line(words);
  if (is_given(line, "version")) {
    call.answer = {version_line()};
    return call;
  }
  if (line.others.empty()) {
    if (!is_given(line, "help")) {
      refuse("run", "", "no command is given", see_help(nullptr));
    }
    call.answer = {overview()};
    return call;
  }
  const Command& command = known_command(line.others.front());
  if (is_given(line, "help")) {
    call.answer = {command_help(command, choices)};
    return call;
  }
  check_taken(command, line);
  call.command = &command;
  call.settings.command = command.name;
  call.settings.inputs.assign(line.others.begin() + 1, line.others.end());

  const auto list = settle(command, line.options, find_file(command, line));
  apply(list, choices, call.settings);
  if (is_given(line, "show-settings")) {
    call.answer = {settings_text(list)};
    return call;
  }
  check_arguments(command, call.settings.inputs);
  check_required(command, list);
  call.settings.options_json = settings_json(list, call.settings);
  return call;
}

}  // namespace trunklift
