// Numbers marked as having an emergency address that no document of theirs has.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void look(std::span<const Claim> claims, const Assignment* assignment,
          CorpusReport& report) {
  for (const Claim& claim : claims) {
    if (!(claim.marks & emergency_feature)) continue;
    report.add(claim, assignment
                          ? "marked as having an emergency address, which its "
                            "own document has not"
                          : "marked as having an emergency address, and its "
                            "own document is not among the inputs");
  }
}

void check(const NumberClaims& number, CorpusReport& report) {
  if (number.assignment && number.assignment->has(emergency_feature)) return;
  look(number.claims, number.assignment, report);
  look(number.parked, number.assignment, report);
}

}  // namespace

extern const NumberRule number_marked_emergency;
const NumberRule number_marked_emergency{
    {.id = "TL0316",
     .slug = "number-marked-emergency",
     .group = "emergency",
     .since = "0.2",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The number is marked as having an emergency address, and "
                "there is none to be seen.",
     .looks_at = "/servers/*/DIDs/* /DIDs_Unassigned/* "
                 "/account/DIDs_Unassigned/*",
     .message = "marked as having an emergency address, <and what is of it>",
     .why = "An old interface marked features of a number by the word true; "
            "the address itself is in the number's own document, and only "
            "that counts. Where it has none, or is not there, somebody "
            "believes that help will find the customer: make sure that the "
            "carrier has the address."},
    check};

}  // namespace trunklift::rules
