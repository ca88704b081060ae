// Failovers with two destinations.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_failover(const Value& failover, const Place& place,
                    DocumentReport& report) {
  const Value* number = failover.find("e164");
  const Value* address = failover.find("sip");
  if (!number || number->string_or_empty().empty()) return;
  if (!address || address->string_or_empty().empty()) return;
  report.add(Place(place, "sip"), "not in force beside e164");
}

void check(const Value& root, DocumentReport& report) {
  each_setting(root, report, "failover",
               [&](const Value& failover, const Place& place) {
                 check_failover(failover, place, report);
               });
}

}  // namespace

extern const DocumentRule failover_both;
const DocumentRule failover_both{
    {.id = "TL0250",
     .slug = "failover-both",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A failover to a number and to a SIP address: the address is "
                "never used.",
     .looks_at = "/account/failover/sip /servers/*/options/failover/sip "
                 "/servers/*/DIDs/*/failover/sip",
     .message = "not in force beside e164",
     .why = "The number is preferred, and the failover is tried once. Whoever "
            "entered the address expects it to be tried as well.",
     .cases = "fo-03"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
