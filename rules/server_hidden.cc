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
     .group = "server",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "A server-level flag hides the numbers of the server from "
                "every inbound call, while outbound calls and registration go "
                "on.",
     .looks_at = "/servers/*/enabled",
     .message = "not true, though only options.enabled is meant to switch it",
     .why = "The view of numbers compares the flag loosely with false, so "
            "false, 0, \"\", \"0\" and [] hide the server's numbers: callers "
            "hear that the number is not in service. Outbound calls and "
            "registration ignore it. The record is disabled for inbound calls "
            "only.",
     .cases = "srven-00 srven-01 srven-02 srven-03"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
