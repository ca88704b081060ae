// trunklift explain: says what a rule means.
#include "base/error.h"
#include "command.h"
#include "options/rule_registry.h"
#include "pages/rule_pages.h"
#include "run/output.h"

namespace trunklift {
int run_explain(const Settings& settings) {
  const RuleRegistry registry;
  std::string out;
  for (const std::string& name : settings.inputs) {
    const Rule& rule = registry.known(name);
    if (settings.scan_format == ScanFormat::json) {
      out += rule_json(rule);
    } else {
      out += (out.empty() ? "" : "\n") + rule_text(rule);
    }
  }
  write_output(out);
  return static_cast<int>(Exit::done);
}

}  // namespace trunklift
