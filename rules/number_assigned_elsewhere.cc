// Numbers whose own document gives them to another account.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (!number.assignment) return;
  const std::string& owner = number.assignment->account_id;
  for (const Claim& claim : number.claims) {
    if (claim.account_id == owner) continue;
    report.add(claim, owner.empty()
                          ? "the number is assigned to no account"
                          : "the number is assigned to account " + owner);
  }
}

}  // namespace

extern const NumberRule number_assigned_elsewhere;
const NumberRule number_assigned_elsewhere{
    {.id = "TL0305",
     .slug = "number-assigned-elsewhere",
     .group = "number",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "The number's own document assigns it to another account, or "
                "to none: no call comes here.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "the number is assigned to <account>",
     .why = "An inbound call first finds the document of its number, which "
            "names the account (pvt_assigned_to); only that account's trunks "
            "are asked. A claim of another one is left over from a move, or "
            "waits for one. The record is made all the same: decide which of "
            "the two is right before both systems have it."},
    check};

}  // namespace trunklift::rules
