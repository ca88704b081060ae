// Trunk counts that are not the ones in force.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

using Count = std::optional<std::int64_t> AccountContext::*;

// The limits document decides; without one, the largest count of the account.
std::optional<std::int64_t> in_force(const Account& account, Count count) {
  if (account.context.has_limits) return account.context.*count;
  std::optional<std::int64_t> largest;
  for (const Account::Document& document : account.documents) {
    if (!document.rejected) largest = std::max(largest, document.says.*count);
  }
  return largest;
}

void report_count(const Account& account, Count count, std::string_view key,
                  CorpusReport& report) {
  const std::optional<std::int64_t> effective = in_force(account, count);
  for (const Account::Document& document : account.documents) {
    const std::optional<std::int64_t> own = document.says.*count;
    if (document.rejected || !own || !effective || own == effective) continue;
    report.add(document.document, "/account/" + std::string(key),
               "it has " + std::to_string(*own) + ", in force are " +
                   std::to_string(*effective));
  }
}

void check(const Account& account, CorpusReport& report) {
  report_count(account, &AccountContext::twoway_trunks, "trunks", report);
  report_count(account, &AccountContext::inbound_trunks, "inbound_trunks",
               report);
}

}  // namespace

extern const AccountRule limits_differ;
const AccountRule limits_differ{
    {.id = "TL0303",
     .slug = "limits-differ",
     .group = "account",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::account,
     .summary = "The trunk count is not the one in force: that is the limits "
                "document's, or else the largest of the account's documents.",
     .looks_at = "/account/trunks /account/inbound_trunks",
     .message = "it has <n>, in force are <n>",
     .why = "Where a limits document exists it alone decides; else the "
            "platform takes the largest count of the account's documents. A "
            "customer who was sold this document's count gets another number "
            "of calls at once.",
     .cases = ""},
    check};

}  // namespace trunklift::rules
