// trunklift help: explains trunklift or one of its commands.
#include "options/choices.h"
#include "options/options.h"
#include "options/usage.h"
#include "pages/completion.h"
#include "pages/man.h"
#include "run/output.h"

namespace trunklift {
namespace {

std::string help_text(const Settings& settings) {
  if (settings.man) return man_page(choices());
  if (settings.completion == "bash") return bash_completion(choices());
  if (settings.completion == "zsh") return zsh_completion(choices());
  if (settings.inputs.empty()) return overview();
  return command_help(known_command(settings.inputs.front()), choices());
}

}  // namespace

int run_help(const Settings& settings) {
  write_output(help_text(settings));
  return static_cast<int>(Exit::done);
}

}  // namespace trunklift
