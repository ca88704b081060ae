// Addresses of servers of several accounts.
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
    report.add(claim,
               "also an address of account " + (is_lowest ? highest : lowest));
  }
}

}  // namespace

extern const ClaimRule address_in_accounts;
const ClaimRule address_in_accounts{
    {.id = "TL0309",
     .slug = "address-in-accounts",
     .group = "address",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "Servers of two accounts have the same address: calls from it "
                "cannot be told apart by where they come from.",
     .looks_at = "/servers/*/auth/ip",
     .message = "also an address of account <id>",
     .why = "Calls to the servers are not affected. As a modern device that is "
            "known by its address, only one account can have it; a hosted "
            "exchange with several customers has to register users instead."},
    check};

}  // namespace trunklift::rules
