// Failovers that are text.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_failover(const Value& failover, const Place& place,
                    DocumentReport& report) {
  if (failover.string_or_empty().empty()) return;
  report.add(place, "expected an object, found text");
}

void check(const Value& root, DocumentReport& report) {
  each_setting(root, report, "failover",
               [&](const Value& failover, const Place& place) {
                 check_failover(failover, place, report);
               });
}

}  // namespace

extern const DocumentRule failover_as_text;
const DocumentRule failover_as_text{
    {.id = "TL0249",
     .slug = "failover-as-text",
     .group = "setting",
     .severity = Severity::warning,
     .effect = Effect::none,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "A failover as text is none, and hides the account's.",
     .looks_at = "/account/failover /servers/*/options/failover "
                 "/servers/*/DIDs/*/failover",
     .message = "expected an object, found text",
     .why = "Text ends the search and is then thrown away: when the server is "
            "down callers hear a failure, although a number is on file here, "
            "and perhaps another one at the account.",
     .cases = "fo-04"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
