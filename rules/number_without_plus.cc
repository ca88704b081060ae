// Numbers whose own documents have no plus either.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (!number.assignment || !number.assignment->has(without_plus)) return;
  for (const Claim& claim : number.claims) {
    if (!(claim.marks & without_plus)) continue;
    report.add(claim, "its own document has no plus either: calls match both");
  }
}

}  // namespace

extern const NumberRule number_without_plus;
const NumberRule number_without_plus{
    {.id = "TL0318",
     .slug = "number-without-plus",
     .group = "number",
     .since = "0.2",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "Neither the number nor its own document has a plus: this "
                "platform looks numbers up without one.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "its own document has no plus either: calls match both",
     .why = "A platform may be set up to look numbers up in another form than "
            "its usual one, and keeps their documents under it. What TL0130 "
            "says of the usual form is not so there: the number gets its "
            "calls today. The record has it with a plus, as the modern "
            "platform does."},
    check};

}  // namespace trunklift::rules
