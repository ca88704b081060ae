// Claims of several accounts on one number.
#include <span>
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(std::span<const Claim> claims, CorpusReport& report) {
  // Sorted by account: the ends differ if any two do.
  const std::string& lowest = claims.front().account_id;
  const std::string& highest = claims.back().account_id;
  if (lowest == highest) return;
  for (const Claim& claim : claims) {
    const bool is_lowest = claim.account_id == lowest;
    report.add(claim.document, pointer_of(claim),
               "also claimed by account " + (is_lowest ? highest : lowest));
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
            "it.",
     .cases = ""},
    check};

}  // namespace trunklift::rules
