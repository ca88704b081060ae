// Numbers that one document parks without a server and a server has.
#include <algorithm>
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  if (number.claims.empty()) return;
  for (const Claim& parked : number.parked) {
    const auto own = std::lower_bound(
        number.claims.begin(), number.claims.end(), parked.account_id,
        [](const Claim& claim, const std::string& account_id) {
          return claim.account_id < account_id;
        });
    const Claim* claim =
        own != number.claims.end() && own->account_id == parked.account_id
            ? &*own
            : &number.claims.front();
    report.add(
        parked,
        (claim->account_id == parked.account_id
             ? "claimed by document "
             : "claimed by account " + claim->account_id + ", document ") +
            claim->document_id + " (" + pointer_of(*claim) + ")");
  }
}

}  // namespace

extern const NumberRule number_parked_and_claimed;
const NumberRule number_parked_and_claimed{
    {.id = "TL0307",
     .slug = "number-parked-and-claimed",
     .group = "number",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "A number without a server has one after all, in this document "
                "or in another.",
     .looks_at = "/DIDs_Unassigned/* /account/DIDs_Unassigned/*",
     .message = "claimed by document <id> (<pointer>)",
     .why = "Nothing routes by DIDs_Unassigned: the server that claims the "
            "number gets its calls. Who believes the list may give the number "
            "to somebody else."},
    check};

}  // namespace trunklift::rules
