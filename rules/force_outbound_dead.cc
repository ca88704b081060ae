// force_outbound that is switched on.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  each_setting(root, report, "force_outbound",
               [&](const Value& forced, const Place& place) {
                 if (!forced.is(Type::boolean) || !forced.truth) return;
                 report.add(place, "nothing reads it");
               });
}

}  // namespace

extern const DocumentRule force_outbound_dead;
const DocumentRule force_outbound_dead{
    {.id = "TL0245",
     .slug = "force-outbound-dead",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "force_outbound of a trunk or its number: nothing reads it.",
     .looks_at = "/servers/*/options/force_outbound "
                 "/servers/*/DIDs/*/force_outbound",
     .message = "nothing reads it",
     .why = "Only the number document's own switch is looked at. Calls to "
            "this number from inside the platform stay inside, whatever is "
            "switched here.",
     .cases = "misc-09"},
    check,
    Needs::setting(AnyOf("force_outbound"))};

}  // namespace trunklift::rules
