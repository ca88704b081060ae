// Two claims on one number within an account.
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

// Live claims first, then the lowest document id, then the platform's order of
// the servers within it: who is first answers the calls.
auto precedence(const Holder& holder) {
  return std::tuple(holder.claim->rank >= dead_claim,
                    std::string_view(holder.document->document_id),
                    holder.claim->rank, holder.claim->server);
}

// `claims` are those of one account.
void report_account(std::vector<Holder>& claims, CorpusReport& report) {
  std::sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) {
    return std::pair(std::string_view(a.claim->number), precedence(a)) <
           std::pair(std::string_view(b.claim->number), precedence(b));
  });
  const Holder* live = nullptr;
  for (const Holder& holder : claims) {
    if (!live || live->claim->number != holder.claim->number) {
      live = &holder;
      continue;
    }
    // Versions of one document do not compete.
    const std::string& winner = live->document->document_id;
    if (holder.document != live->document &&
        holder.document->document_id == winner) {
      continue;
    }
    report.add(*holder.document, pointer_of(*holder.claim),
               "the claim of document " + winner + " (" +
                   pointer_of(*live->claim) + ") answers the calls" +
                   (live->document->rejected ? ", but is rejected" : ""));
  }
}

void check(const Corpus& corpus, CorpusReport& report) {
  std::vector<Holder> claims;
  const Summary* previous = nullptr;
  for (const Summary* document : corpus.documents()) {
    if (previous && previous->account_id != document->account_id) {
      report_account(claims, report);
      claims.clear();
    }
    for (const Claim& claim : document->claims) {
      claims.push_back({document, &claim});
    }
    previous = document;
  }
  report_account(claims, report);
}

}  // namespace

extern const CorpusRule number_claimed_twice;
const CorpusRule number_claimed_twice{
    {"TL0301", "number-claimed-twice", Severity::warning, Effect::none,
     "Two servers of an account claim one number: calls go to the first in the "
     "order of document id and credentials; this claim gets none."},
    check};

}  // namespace trunklift::rules
