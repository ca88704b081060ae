// trunklift explain: says what a rule means.
#include "base/error.h"
#include "closest.h"
#include "command.h"
#include "output.h"
#include "rule_pages.h"
#include "rule_registry.h"

namespace trunklift {
namespace {

const Rule& known_rule(const RuleRegistry& registry, const std::string& name) {
  if (const Rule* rule = registry.find(name)) return *rule;
  std::vector<std::string> names;
  for (const Rule* rule : registry.all()) {
    names.emplace_back(rule->slug);
    names.emplace_back(rule->id);
  }
  const std::string near = closest(name, names);
  throw Error(Exit::usage, "explain", name, "there is no such rule",
              (near.empty() ? "" : "did you mean " + near + "? ") +
                  "trunklift rules lists them");
}

}  // namespace

int run_explain(const Settings& settings) {
  const RuleRegistry registry;
  std::string out;
  for (const std::string& name : settings.inputs) {
    const Rule& rule = known_rule(registry, name);
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
