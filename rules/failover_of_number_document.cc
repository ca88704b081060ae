// Numbers whose own document has a failover.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (!number.assignment || !number.assignment->has(failover_feature)) return;
  for (const Claim& claim : number.claims) {
    if (claim.account_id != number.assignment->account_id) continue;
    report.add(claim,
               "the failover of its own document is used in place of any here");
  }
}

}  // namespace

extern const NumberRule failover_of_number_document;
const NumberRule failover_of_number_document{
    {.id = "TL0311",
     .slug = "failover-of-number-document",
     .group = "number",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The number's own document has a failover, which beats those "
                "of the number here, its server and the account.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "the failover of its own document is used in place of any here",
     .why = "The search for a failover starts at the document of the number. "
            "Records keep it beside the one of the trunk. The modern platform "
            "refuses that feature for numbers that a callflow uses, so it has "
            "to move there before the number does.",
     .cases = "fo-num"},
    check};

}  // namespace trunklift::rules
