// Claims of several accounts on one number.
#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

struct Holder {
  const Summary* document;
  const Claim* claim;
};

void check(const Corpus& corpus, CorpusReport& report) {
  std::vector<Holder> claims;
  for (const Summary* document : corpus.documents()) {
    for (const Claim& claim : document->claims) {
      // Short numbers are local to their account.
      if (claim.number.starts_with('+')) claims.push_back({document, &claim});
    }
  }
  const auto key = [](const Holder& h) {
    return std::tuple<std::string_view, std::string_view, std::string_view,
                      std::uint32_t>(h.claim->number, h.document->account_id,
                                     h.document->document_id, h.claim->server);
  };
  std::sort(claims.begin(), claims.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (auto first = claims.begin(); first != claims.end();) {
    const auto last = std::find_if(first, claims.end(), [&](const auto& h) {
      return h.claim->number != first->claim->number;
    });
    // Sorted by account within a number: the ends differ if any two do.
    if (first->document->account_id != std::prev(last)->document->account_id) {
      for (auto at = first; at != last; ++at) {
        const Place document;
        const Place servers(document, "servers");
        const Place server(servers, at->claim->server);
        const Place dids(server, "DIDs");
        const auto& other =
            at->document->account_id == first->document->account_id
                ? std::prev(last)->document->account_id
                : first->document->account_id;
        report.add(*at->document, to_pointer(Place(dids, at->claim->number)),
                   "also claimed by account " + other);
      }
    }
    first = last;
  }
}

}  // namespace

extern const CorpusRule number_claimed_by_accounts;
const CorpusRule number_claimed_by_accounts{
    {"TL0302", "number-claimed-by-accounts", Severity::warning, Effect::none,
     "Several accounts claim one number: only the account that the number is "
     "assigned to gets its calls."},
    check};

}  // namespace trunklift::rules
