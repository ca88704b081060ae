// Switches that are neither on nor off.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* options = server.find("options");
  if (!options) return;
  const Place here(place, "options");
  const Value* enabled = options->find("enabled");
  if (!enabled || enabled->is(Type::boolean)) return;
  report.add(Place(here, "enabled"), "expected true or false, found " +
                                         std::string(type_name(enabled->type)));
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule enabled_not_true;
const DocumentRule enabled_not_true{
    {.id = "TL0229",
     .slug = "enabled-not-true",
     .group = "server",
     .severity = Severity::warning,
     .effect = Effect::none,
     .fix = Fix::safe,
     .repair = Repair::to_false,
     .summary = "The server is switched off for inbound calls by a value that "
                "looks like on.",
     .looks_at = "/servers/*/options/enabled",
     .message = "expected true or false, found <type>",
     .why = "Anything but true or \"true\" refuses inbound calls: 1, yes, "
            "True, null and empty text, too. Outbound calls and registration "
            "do not look at it, so the server seems to work.",
     .cases = "opten-04 opten-05 opten-06 opten-07 opten-08 opten-09"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
