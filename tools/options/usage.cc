// Headings and texts are wrapped into two columns.
#include "options/usage.h"

#include <fmt/format.h>

#include <algorithm>

namespace trunklift {
namespace {

constexpr std::size_t width = 80;

constexpr ExitMeaning meanings[] = {
    {Exit::done, "done; no finding at or above --fail-on, none over a limit"},
    {Exit::findings,
     "findings at or above --fail-on, more than --max-errors or "
     "--max-error-rate allows, or more rejected than --max-rejects; of diff: "
     "something is new; of test: something differs"},
    {Exit::usage, "the command line or the configuration is wrong"},
    {Exit::input, "some input could not be read, or nothing matched"},
    {Exit::target, "the target could not be written, or a plan was refused"},
    {Exit::internal, "internal error, or the balance does not hold"},
    {Exit::interrupted, "interrupted (Ctrl-C); what was committed stays"},
    {Exit::terminated, "terminated; what was committed stays"},
};

// "  heading       text", with the text in its own column.
std::string row(std::string_view heading, std::string_view text,
                std::size_t indent) {
  std::string out = "  " + std::string(heading);
  if (out.size() + 2 > indent) {
    out += '\n' + std::string(indent, ' ');
  } else {
    out.resize(indent, ' ');
  }
  return out + wrapped(text, indent);
}

std::string command_list() {
  std::string out;
  for (const Command& command : commands()) {
    out += row(command.name, command.summary, 14);
  }
  return out;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \n"), text.size());
    const std::string_view word = text.substr(0, end);
    if (column > indent && column + 1 + word.size() > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(end);
    if (text.substr(0, 2) == "\n\n") {
      out += "\n\n" + std::string(indent, ' ');
      column = indent;
      text.remove_prefix(2);
    } else if (!text.empty()) {
      text.remove_prefix(1);
    }
  }
  return out + '\n';
}

std::span<const ExitMeaning> exit_meanings() { return meanings; }

std::string_view program_version() { return TRUNKLIFT_VERSION; }

std::string version_line() {
  return fmt::format("trunklift {}\n", program_version());
}

std::string synopsis(const Command& command) {
  std::string out = "trunklift " + std::string(command.name) + " [OPTION]...";
  for (const Option* option : options_of(command)) {
    if (!option->required) continue;
    out += fmt::format(" --{} {}", option->name, option->argument);
  }
  if (!command.arguments.empty()) out += fmt::format(" {}", command.arguments);
  return out;
}

std::string short_help() {
  return "Usage: trunklift COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n" +
         command_list() + "\nMore: trunklift help, trunklift help COMMAND\n";
}

std::string overview() {
  std::string out =
      "trunklift lifts legacy trunkstore documents into modern records.\n\n"
      "Usage: trunklift COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n" +
      command_list() + "\nOptions of every command:\n";
  for (const Option& option : all_options()) {
    if (option.group != "all") continue;
    out += row(option_heading(option), option.help, 28);
  }
  out += "\nExit codes:\n";
  for (const ExitMeaning& meaning : meanings) {
    out += row(std::to_string(static_cast<int>(meaning.code)), meaning.text, 8);
  }
  return out +
         "\nMore: trunklift help COMMAND, or the manual page trunklift(1)\n";
}

std::string option_heading(const Option& option) {
  std::string out =
      option.letter == 0 ? "    " : std::string("-") + option.letter + ", ";
  out += fmt::format("--{}", option.name);
  if (!option.argument.empty()) out += fmt::format(" {}", option.argument);
  return out;
}

std::string option_text(const Option& option, const Choices& choices) {
  std::string out(option.help);
  if (option.values != nullptr) {
    const char mark = option.mark == ':' ? ':' : '\0';
    out += fmt::format(" Known: {}.", listed(option.values(choices), mark));
  }
  if (!option.standard.empty()) {
    out += fmt::format(" Default: {}.", option.standard);
  }
  return out;
}

std::string command_help(const Command& command, const Choices& choices) {
  std::string out =
      "Usage: " + synopsis(command) + "\n\n" + wrapped(command.description, 0);
  for (const OptionGroup& group : option_groups()) {
    if (!takes_group(command, group.name)) continue;
    out += fmt::format("\n{}:\n", group.title);
    for (const Option& option : all_options()) {
      if (option.group != group.name) continue;
      out += row(option_heading(option), option_text(option, choices), 28);
    }
  }
  out += "\nExamples:\n";
  std::string_view examples = command.examples;
  while (!examples.empty()) {
    const std::size_t end = std::min(examples.find('\n'), examples.size());
    out += fmt::format("  {}\n", examples.substr(0, end));
    examples.remove_prefix(std::min(end + 1, examples.size()));
  }
  return out;
}

}  // namespace trunklift
