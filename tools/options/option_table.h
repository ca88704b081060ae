// The options: one row each. Parsing, help, manual page, completion and
// configuration file are all made from this table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "options/choices.h"

namespace trunklift {

struct Option {
  std::string_view group;  // a command takes whole groups
  std::string_view name;
  char letter = 0;
  std::string_view argument = {};  // what the help calls it; empty: a flag
  std::string_view standard =
      {};                 // the default as one would write it, or empty
  std::string_view help;  // sentences

  // Puts a value where it belongs; returns what is wrong with it, or "".
  std::string (*set)(Settings&, const std::string& text, const Choices&);

  // The values there are, when they are known (a file may do, too: `files`).
  std::vector<Choice> (*values)(const Choices&) = nullptr;
  char mark = 0;       // between a value and a file name: ':' in sqlite:FILE
  bool files = false;  // a file name, alone or behind `mark`

  bool required = false;
  bool repeatable = false;
  bool command_line_only = false;  // makes no sense in a configuration file

  // The default, where it depends on the machine (`standard` names it).
  std::string (*computed)() = nullptr;
  // An environment variable that, when not empty, stands for a value.
  std::string_view variable = {};
  std::string_view variable_value = {};
};

struct OptionGroup {
  std::string_view name;
  std::string_view title;
};

// A name may stand in several groups, never twice in one command; its letter
// and whether it takes an argument are the same everywhere.
std::span<const Option> all_options();

std::span<const OptionGroup> option_groups();

// In the order of the table; --help and --version come last.
std::vector<const Option*> options_of(const Command& command);

// The commands that take this group of options.
std::vector<const Command*> commands_with(std::string_view group);

bool takes_group(const Command& command, std::string_view group);

}  // namespace trunklift
