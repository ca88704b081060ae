// Claims of several accounts on one number.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

// Sorted by account: the ends differ if any two do.
void check(const NumberClaims& number, CorpusReport& report) {
  if (number.claims.empty()) return;
  const std::string& lowest = number.claims.front().account_id;
  const std::string& highest = number.claims.back().account_id;
  if (lowest == highest) return;
  const std::string live =
      number.assignment ? number.assignment->account_id : "";
  for (const Claim& claim : number.claims) {
    if (claim.account_id == live) continue;
    const bool is_lowest = claim.account_id == lowest;
    report.add(claim,
               "also claimed by account " + (is_lowest ? highest : lowest) +
                   (live.empty() ? "" : "; calls go to account " + live));
  }
}

}  // namespace

extern const NumberRule number_claimed_by_accounts;
const NumberRule number_claimed_by_accounts{
    {.id = "TL0302",
     .slug = "number-claimed-by-accounts",
     .group = "number",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "Several accounts claim one number: only the account that the "
                "number is assigned to gets its calls.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "also claimed by account <id>",
     .why = "A call goes to the account that the number document is assigned "
            "to; the claims of all others are dead, or fraud, or left over "
            "from a move. Two accounts of the new system must not both have "
            "it. Where the number's own document is among the inputs, the "
            "account that it names is not told, and the others are told it.",
     .cases = ""},
    check};

}  // namespace trunklift::rules
