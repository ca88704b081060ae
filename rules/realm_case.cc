// Realms that are the account's in another case.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Account& account, CorpusReport& report) {
  const AccountContext& is = account.context;
  for (const Account::Document& document : account.documents) {
    const AccountContext& says = document.says;
    if (!is.realm || says.realm != is.realm ||
        says.exact_realm == is.exact_realm) {
      continue;
    }
    report.add(document.document, "/account/auth_realm",
               "the account's realm in another case");
  }
}

}  // namespace

extern const AccountRule realm_case;
const AccountRule realm_case{
    {.id = "TL0312",
     .slug = "realm-case",
     .group = "account",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::account,
     .summary = "The document has the account's realm in another case.",
     .looks_at = "/account/auth_realm",
     .message = "the account's realm in another case",
     .why = "Lookups are in lower case, so calls go as they should. They carry "
            "the realm as the document spells it, and what compares it exactly "
            "sees two. Accounts have it as their own document does."},
    check};

}  // namespace trunklift::rules
