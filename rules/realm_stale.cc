// Realms that are not the account's.
#include <string>

#include "base/text.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Corpus& corpus, CorpusReport& report) {
  for (const Summary* document : corpus.documents()) {
    const AccountContext* account = corpus.find_account(document->account_id);
    if (!account || account->realm.empty() || !document->realm) continue;
    if (equals_ignoring_case(account->realm, *document->realm)) continue;
    report.add(*document, "/account/auth_realm",
               "expected the account's realm, found another");
  }
}

}  // namespace

extern const CorpusRule realm_stale;
const CorpusRule realm_stale{
    {"TL0304", "realm-stale", Severity::warning, Effect::none,
     "The document's realm is not its account's: outbound calls look users up "
     "by the account's realm, find none, and lose all server options."},
    check};

}  // namespace trunklift::rules
