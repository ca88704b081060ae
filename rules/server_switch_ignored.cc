// Flags of the server that do not hide its numbers.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* enabled = server.find("enabled");
  if (!enabled || hides_numbers(enabled)) return;
  if (!enabled->is(Type::null) && enabled->string_or_empty() != "false") return;
  report.add(Place(place, "enabled"), "looks like off, but switches nothing");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule server_switch_ignored;
const DocumentRule server_switch_ignored{
    {.id = "TL0260",
     .slug = "server-switch-ignored",
     .group = "server",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "The server looks switched off, and is not.",
     .looks_at = "/servers/*/enabled",
     .message = "looks like off, but switches nothing",
     .why = "The view compares the flag loosely with false: the text "
            "\"false\" and null are not equal to it, so the numbers route as "
            "before. Somebody meant to take the server out of service.",
     .cases = "srven-04 srven-05"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
