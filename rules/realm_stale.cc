// Realms that are not the account's.
#include <cstdint>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Account& account, CorpusReport& report) {
  const std::uint64_t expected = account.context.realm;
  for (const Account::Document& document : account.documents) {
    const std::uint64_t found = document.says.realm;
    if (!expected || !found || found == expected) continue;
    report.add(document.document, "/account/auth_realm",
               "expected the account's realm, found another");
  }
}

}  // namespace

extern const AccountRule realm_stale;
const AccountRule realm_stale{
    {.id = "TL0304",
     .slug = "realm-stale",
     .group = "account",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::account,
     .summary = "The document's realm is not its account's: outbound calls "
                "look users up by the account's realm, find none, and lose all "
                "server options.",
     .looks_at = "/account/auth_realm",
     .message = "expected the account's realm, found another",
     .why = "Calls to the server's users carry the document's realm, where "
            "nobody is registered any more; outbound calls look options up by "
            "the account's realm and find none. Records have the account's.",
     .cases = "misc-12"},
    check};

}  // namespace trunklift::rules
