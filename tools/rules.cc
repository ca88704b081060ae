// trunklift rules: lists the rules that documents are checked by.
#include "base/error.h"
#include "command.h"
#include "options/rule_registry.h"
#include "pages/rule_pages.h"
#include "run/output.h"

namespace trunklift {

int run_rules(const Settings& settings) {
  if (!settings.inputs.empty() && settings.inputs.front() != "list") {
    throw Error(Exit::usage, "do", settings.inputs.front() + " with rules",
                "they can be listed", "trunklift explain RULE explains one");
  }
  const RuleRegistry registry;
  std::string out;
  switch (settings.rules_format) {
    case RulesFormat::text: out = rules_table(registry.all()); break;
    case RulesFormat::markdown: out = rules_markdown(registry.all()); break;
    case RulesFormat::json:
      for (const Rule* rule : registry.all()) out += rule_json(*rule);
      break;
  }
  write_output(out);
  return static_cast<int>(Exit::done);
}

}  // namespace trunklift
