// From the words of the command line to a command and its settings. The only
// user of Boost.Program_options.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "command.h"
#include "options/choices.h"

namespace trunklift {

// Text that the command line asked for instead of a run.
struct Answer {
  std::string text;
  Exit code = Exit::done;  // anything but done: the text is for stderr
};

struct Invocation {
  const Command* command = nullptr;  // nullptr when there is only an answer
  Settings settings;
  std::optional<Answer> answer;
};

// `words` are the arguments without the program's name. Command line over
// environment over configuration file over default. Throws Error with
// Exit::usage for whatever cannot be understood.
Invocation read_command_line(const std::vector<std::string>& words,
                             const Choices& choices);

// The command of that name; throws Error naming the closest one otherwise.
const Command& known_command(const std::string& name);

}  // namespace trunklift
