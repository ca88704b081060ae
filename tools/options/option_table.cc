// The rows are included group by group, and looked up here.
#include "options/option_table.h"

#include <algorithm>

#include "options/option_values.h"
#include "options/route_values.h"

namespace trunklift {
namespace {

using namespace option_values;

constexpr std::string_view report_help =
    "Write findings in this format, to standard output or to PATH. May be "
    "given several times, but only one report can go to standard output.";

constexpr std::string_view rejects_help =
    "Write rejected documents to FILE, byte for byte, each with every reason. "
    "The file is a valid input.";

constexpr std::string_view fail_on_help =
    "Exit with 1 when there are findings of this severity or a higher one.";

constexpr std::string_view server_help =
    "The PostgreSQL database: a URI, or what libpq takes as a connection "
    "string.";

constexpr Option table[] = {
// In the order in which settings are noted and shown.
// clang-format off
#include "options/option_rows/reports.def"
#include "options/option_rows/route.def"
#include "options/option_rows/target.def"
#include "options/option_rows/checking.def"
#include "options/option_rows/policy.def"
#include "options/option_rows/reading.def"
#include "options/option_rows/running.def"
#include "options/option_rows/generate.def"
#include "options/option_rows/pages.def"
    // clang-format on
};

constexpr OptionGroup groups[] = {
    {"scan", "Output"},
    {"check", "Output"},
    {"diff", "Output"},
    {"test", "Cases"},
    {"route", "Calls"},
    {"migrate", "Target and output"},
    {"missing", "What the inputs lack"},
    {"loading", "Loading"},
    {"schema", "PostgreSQL"},
    {"postgresql", "PostgreSQL"},
    {"plan", "Target and output"},
    {"apply", "Plan and target"},
    {"target", "Target"},
    {"runs", "Target"},
    {"undo", "Target"},
    {"fix", "Output"},
    {"checking", "Checking"},
    {"fixing", "Checking"},
    {"fixtures", "Checking"},
    {"policy", "Findings"},
    {"reading", "Reading"},
    {"running", "Running"},
    {"settings", "Settings"},
    {"generate", "What is generated"},
    {"rebuild", "What is rebuilt"},
    {"rules", "What is printed"},
    {"explain", "What is printed"},
    {"help", "What is printed"},
    {"all", "Everywhere"},
};

}  // namespace

std::span<const Option> all_options() { return table; }

std::span<const OptionGroup> option_groups() { return groups; }

bool takes_group(const Command& command, std::string_view group) {
  if (group == "all") return true;
  std::string_view names = command.options;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (names.substr(0, end) == group) return true;
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return false;
}

std::vector<const Option*> options_of(const Command& command) {
  std::vector<const Option*> out;
  for (const Option& option : table) {
    if (takes_group(command, option.group)) out.push_back(&option);
  }
  return out;
}

std::vector<const Command*> commands_with(std::string_view group) {
  std::vector<const Command*> out;
  for (const Command& command : commands()) {
    if (takes_group(command, group)) out.push_back(&command);
  }
  return out;
}

}  // namespace trunklift
