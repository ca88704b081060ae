// force_outbound that is switched on.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_level(const Value& level, const Place& place,
                 DocumentReport& report) {
  const Value* forced = level.find("force_outbound");
  if (!forced || !forced->is(Type::boolean) || !forced->truth) return;
  report.add(Place(place, "force_outbound"), "nothing reads it");
}

void check(const Value& root, DocumentReport& report) {
  each_level(root, report, AnyOf("force_outbound"),
             [&](const Value& level, const Place& place) {
               check_level(level, place, report);
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
