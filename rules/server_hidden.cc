// A server-level flag hides the numbers of the server from every inbound call,
// while outbound calls and registration go on.
#include "check/rule.h"
#include "model/document.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* enabled = server.find("enabled");
  if (!hides_numbers(enabled)) return;
  report.add(Place(place, "enabled"),
             "not true, though only options.enabled is meant to switch it");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule server_hidden;
const DocumentRule server_hidden{
    {.id = "TL0221",
     .slug = "server-hidden",
     .group = "",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A server-level flag hides the numbers of the server from "
                "every inbound call, while outbound calls and registration go "
                "on.",
     .looks_at = "",
     .message = "",
     .why = "",
     .cases = ""},
    check};

}  // namespace trunklift::rules
