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
    {"TL0222", "invite-format-misplaced", Severity::warning, Effect::none,
     "An invite format beside the options: nothing reads it, the options' "
     "format or npan is in force."},
    check};

}  // namespace trunklift::rules
