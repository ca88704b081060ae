// Help texts, made from the tables of commands and options.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "command.h"
#include "options/choices.h"
#include "options/option_table.h"

namespace trunklift {

// `text` broken at blanks, each line with `indent` in front; the first line
// starts at column `indent`, wherever the caller got to. Ends with a newline.
std::string wrapped(std::string_view text, std::size_t indent);

struct ExitMeaning {
  Exit code;
  std::string_view text;
};
std::span<const ExitMeaning> exit_meanings();

std::string_view program_version();  // "0.3.0"
std::string version_line();

std::string synopsis(const Command& command);  // without newline
std::string short_help();
std::string overview();
std::string command_help(const Command& command, const Choices& choices);

// "-j, --jobs N"
std::string option_heading(const Option& option);

// The option's help with its values and its default.
std::string option_text(const Option& option, const Choices& choices);

}  // namespace trunklift
