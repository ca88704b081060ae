// Numbers without a plus on a platform that looks for them with one.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (number.platform_omits_plus) return;
  for (const Claim& claim : number.claims) {
    if (!(claim.marks & without_plus)) continue;
    report.add(claim, "no call ever matched it: calls look for its plus");
  }
}

}  // namespace

extern const NumberRule number_never_matched;
const NumberRule number_never_matched{
    {.id = "TL0319",
     .slug = "number-never-matched",
     .group = "number",
     .since = "0.2",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "A number that is not written with its plus: no call ever "
                "matched it.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "no call ever matched it: calls look for its plus",
     .why = "Calls are looked up by the normalized number, which has a plus, "
            "so the key was dead; with its plus the number would get calls. "
            "Not said where any document of a number among the inputs has no "
            "plus: such a platform is set up to do without.",
     .cases = "did-00 did-01 did-06"},
    check};

}  // namespace trunklift::rules
