// Claims of several accounts on one number.
#include <algorithm>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

struct Holder {
  std::size_t hash;  // of the number: most are claimed once, and sorting
                     // millions of texts takes long
  const Summary* document;
  const Claim* claim;
};

// Claims on numbers of one hash.
void report_claims(std::span<Holder> claims, CorpusReport& report) {
  const auto key = [](const Holder& h) {
    return std::tuple(std::string_view(h.claim->number),
                      std::string_view(h.document->account_id),
                      std::string_view(h.document->document_id),
                      h.claim->server);
  };
  std::sort(claims.begin(), claims.end(),
            [&](const auto& a, const auto& b) { return key(a) < key(b); });
  for (auto first = claims.begin(); first != claims.end();) {
    const auto last = std::find_if(first, claims.end(), [&](const auto& h) {
      return h.claim->number != first->claim->number;
    });
    // Sorted by account within a number: the ends differ if any two do.
    const std::string& lowest = first->document->account_id;
    const std::string& highest = std::prev(last)->document->account_id;
    for (auto at = first; lowest != highest && at != last; ++at) {
      const bool is_lowest = at->document->account_id == lowest;
      report.add(*at->document, pointer_of(*at->claim),
                 "also claimed by account " + (is_lowest ? highest : lowest));
    }
    first = last;
  }
}

void check(const Corpus& corpus, CorpusReport& report) {
  std::vector<Holder> claims;
  for (const Summary* document : corpus.documents()) {
    for (const Claim& claim : document->claims) {
      // Short numbers are local to their account.
      if (!claim.number.starts_with('+')) continue;
      claims.push_back(
          {std::hash<std::string_view>()(claim.number), document, &claim});
    }
  }
  std::sort(claims.begin(), claims.end(),
            [](const auto& a, const auto& b) { return a.hash < b.hash; });
  for (std::size_t first = 0; first < claims.size();) {
    std::size_t last = first + 1;
    while (last < claims.size() && claims[last].hash == claims[first].hash) {
      ++last;
    }
    if (last - first > 1) {
      report_claims(std::span(claims).subspan(first, last - first), report);
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
