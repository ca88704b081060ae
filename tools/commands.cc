// The table of commands.
#include <algorithm>

#include "command.h"

namespace trunklift {
namespace {

constexpr Command table[] = {
#define TRUNKLIFT_COMMAND(name, ...) {#name, __VA_ARGS__, run_##name},
#include "commands.def"
#undef TRUNKLIFT_COMMAND
};

}  // namespace

std::span<const Command> commands() { return table; }

const Command* find_command(std::string_view name) {
  const auto* found = std::find_if(
      std::begin(table), std::end(table),
      [&](const Command& command) { return command.name == name; });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace trunklift
