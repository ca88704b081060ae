// Invite formats at the level of the server.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* format = server.find("inbound_format");
    if (!format) return;
    const Value* options = server.find("options");
    const Value* own = options ? options->find("inbound_format") : nullptr;
    if (own && equal_json(*own, *format)) return;
    report.add(Place(place, "inbound_format"),
               "not in force: only options.inbound_format is read");
  });
}

}  // namespace

extern const DocumentRule invite_format_misplaced;
const DocumentRule invite_format_misplaced{
    {.id = "TL0222",
     .slug = "invite-format-misplaced",
     .group = "media",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "An invite format beside the options: nothing reads it, the "
                "options' format or npan is in force.",
     .looks_at = "/servers/*/inbound_format",
     .message = "not in force: only options.inbound_format is read",
     .why = "A remainder of 2011. The view still gives it out and no code "
            "reads it, so the PBX gets what options say, npan by itself. If "
            "the PBX works, that is what it expects.",
     .cases = "fmt-srv"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
