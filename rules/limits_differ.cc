// Trunk counts that are not the ones in force.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

using Count = std::optional<std::int64_t>;

// The limits document decides; without one, the largest count of the account.
Count in_force(const std::vector<const Summary*>& documents,
               const AccountContext* context, Count Summary::*count,
               Count AccountContext::*limit) {
  if (context && context->has_limits) return context->*limit;
  Count largest;
  for (const Summary* document : documents) {
    largest = std::max(largest, document->*count);
  }
  return largest;
}

void report_count(const std::vector<const Summary*>& documents,
                  const AccountContext* context, Count Summary::*count,
                  Count AccountContext::*limit, std::string_view key,
                  CorpusReport& report) {
  const Count effective = in_force(documents, context, count, limit);
  for (const Summary* document : documents) {
    const Count own = document->*count;
    if (!own || !effective || own == effective) continue;
    report.add(*document, "/account/" + std::string(key),
               "it has " + std::to_string(*own) + ", in force are " +
                   std::to_string(*effective));
  }
}

void report_account(const std::vector<const Summary*>& documents,
                    const Corpus& corpus, CorpusReport& report) {
  if (documents.empty()) return;
  const AccountContext* context =
      corpus.find_account(documents.front()->account_id);
  report_count(documents, context, &Summary::twoway_trunks,
               &AccountContext::twoway_trunks, "trunks", report);
  report_count(documents, context, &Summary::inbound_trunks,
               &AccountContext::inbound_trunks, "inbound_trunks", report);
}

void check(const Corpus& corpus, CorpusReport& report) {
  std::vector<const Summary*> account;
  for (const Summary* document : corpus.documents()) {
    if (document->rejected) continue;
    if (!account.empty() &&
        account.front()->account_id != document->account_id) {
      report_account(account, corpus, report);
      account.clear();
    }
    account.push_back(document);
  }
  report_account(account, corpus, report);
}

}  // namespace

extern const CorpusRule limits_differ;
const CorpusRule limits_differ{
    {"TL0303", "limits-differ", Severity::warning, Effect::none,
     "The trunk count is not the one in force: that is the limits document's, "
     "or else the largest of the account's documents."},
    check};

}  // namespace trunklift::rules
