// Two claims on one number within an account.

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const NumberClaims& number, CorpusReport& report) {
  const Claim* live = nullptr;
  for (const Claim& claim : number.claims) {
    if (!live || live->account_id != claim.account_id) {
      live = &claim;
      continue;
    }
    // Versions of one document do not compete.
    if (claim.document != live->document &&
        claim.document_id == live->document_id) {
      continue;
    }
    report.add(claim, "the claim of document " + live->document_id + " (" +
                          pointer_of(*live) + ") answers the calls" +
                          (live->rejected ? ", but is rejected" : ""));
  }
}

}  // namespace

extern const NumberRule number_claimed_twice;
const NumberRule number_claimed_twice{
    {.id = "TL0301",
     .slug = "number-claimed-twice",
     .group = "number",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "Two servers of an account claim one number: calls go to the "
                "first in the order of document id and credentials; this claim "
                "gets none.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "the claim of document <id> (<pointer>) answers the calls",
     .why = "Of two rows for one number the first answers: lowest document "
            "id, then the order of credentials, not that of the servers. The "
            "other claim gets no call, whatever its customer believes.",
     .cases = "dup-01 dup-02"},
    check};

}  // namespace trunklift::rules
