// Settings with their origins: which value counts, and where it came from.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "options/option_table.h"

namespace trunklift {

// Names as in the option table; in the order given.
using GivenValues = std::vector<std::pair<std::string, std::string>>;

struct ConfigurationFile {
  std::string path;    // empty: there is none
  GivenValues values;  // "jobs", or "check.jobs" from the section [check]
};

struct Setting {
  const Option* option;
  std::vector<std::string> values;  // none: not set
  std::string origin;  // "command line", "file PATH", "environment NO_COLOR"
                       // or "default"
};

// One for each option of the command that is not for the command line only.
std::vector<Setting> settle(const Command& command, const GivenValues& line,
                            const ConfigurationFile& file);

// Puts each value into `settings`. Throws Error for one that is wrong.
void apply(const std::vector<Setting>& list, const Choices& choices,
           Settings& settings);

// A line each, "name=value  # origin": a valid configuration file, but for the
// secrets, which are masked.
std::string settings_text(const std::vector<Setting>& list);

// The same as one JSON object, with the command and its inputs.
std::string settings_json(const std::vector<Setting>& list,
                          const Settings& settings);

}  // namespace trunklift
