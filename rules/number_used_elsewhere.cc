// Numbers whose own document names another application.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (!number.assignment) return;
  const std::string& owner = number.assignment->account_id;
  const std::string& used_by = number.assignment->used_by;
  if (used_by.empty() || used_by == "trunkstore") return;
  for (const Claim& claim : number.claims) {
    if (claim.account_id != owner) continue;
    report.add(claim, std::string("its own document says that it is used by ") +
                          // Any other name is a value that may be anything.
                          (used_by == "callflow" ? "callflow"
                                                 : "another application"));
  }
}

}  // namespace

extern const NumberRule number_used_elsewhere;
const NumberRule number_used_elsewhere{
    {.id = "TL0306",
     .slug = "number-used-elsewhere",
     .group = "number",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The number's own document says that another application uses "
                "it.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "its own document says that it is used by <application>",
     .why = "used_by is a label: calls reach the trunk whatever it says, as "
            "long as the number is assigned to the account, and a document "
            "that was created in one go never set it. But where a callflow "
            "has the number as well both answer, and the label says which one "
            "was meant."},
    check};

}  // namespace trunklift::rules
