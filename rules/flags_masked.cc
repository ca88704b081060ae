// Empty lists in front of the account's flags.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* account = root.find("account");
  if (!account) return;
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* options = server.find("options");
    if (!options) return;
    const Place here(place, "options");
    for (const Key& key : {Key("flags"), Key("dynamic_flags")}) {
      const Value* own = options->find(key);
      const Value* behind = account->find(key);
      if (!own || !own->is(Type::array) || own->size > 0) continue;
      if (!behind || !behind->is(Type::array) || behind->size == 0) continue;
      report.add(Place(here, key), "an empty list, which hides the account's");
    }
  });
}

}  // namespace

extern const DocumentRule flags_masked;
const DocumentRule flags_masked{
    {.id = "TL0241",
     .slug = "flags-masked",
     .group = "setting",
     .severity = Severity::warning,
     .effect = Effect::none,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "An empty list of flags hides the account's.",
     .looks_at = "/servers/*/options/flags /servers/*/options/dynamic_flags",
     .message = "an empty list, which hides the account's",
     .why = "The first level with a list ends the search, also with an empty "
            "one. Forms save an empty list when nothing was entered, so "
            "outbound calls of the server go without the flags that choose "
            "its carriers.",
     .cases = "misc-04"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
