// Numbers whose own document does not say who uses them.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (!number.assignment || !number.assignment->used_by.empty()) return;
  for (const Claim& claim : number.claims) {
    if (claim.account_id != number.assignment->account_id) continue;
    report.add(claim, "its own document does not say that a trunk uses it");
  }
}

}  // namespace

extern const NumberRule number_not_marked;
const NumberRule number_not_marked{
    {.id = "TL0315",
     .slug = "number-not-marked",
     .group = "number",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The number's own document does not say which application uses "
                "it.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "its own document does not say that a trunk uses it",
     .why = "A trunkstore document that is created in one go, instead of "
            "edited, never marks its numbers. Calls reach the trunk all the "
            "same. But a portal may show the number as free, and the features "
            "that are allowed for trunks only, a failover above all, are "
            "refused for it."},
    check};

}  // namespace trunklift::rules
