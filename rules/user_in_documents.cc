// Users of one realm in several documents.
#include <span>
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(std::span<const Claim> claims, CorpusReport& report) {
  const Claim& first = claims.front();
  for (const Claim& claim : claims) {
    const bool is_own = claim.account_id == first.account_id;
    if (is_own && claim.document_id == first.document_id) continue;
    report.add(claim, "the same user and realm as " + pointer_of(first) +
                          " of document " + first.document_id +
                          (is_own ? "" : " of account " + first.account_id));
  }
}

}  // namespace

extern const ClaimRule user_in_documents;
const ClaimRule user_in_documents{
    {.id = "TL0308",
     .slug = "user-in-documents",
     .group = "auth",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::corpus,
     .summary = "Two documents have the same user in one realm: lookups go by "
                "both in lower case, and the first one serves both.",
     .looks_at = "/servers/*/auth/auth_user",
     .message = "the same user and realm as <pointer> of document <id>",
     .why = "Registration and the lookup of options find a user by realm and "
            "name, both in lower case, and take the first row: the other "
            "server is called with the options, and registers with the "
            "password, of the first. A modern account refuses the second "
            "device. Within one document this is TL0228.",
     .cases = "dup-03"},
    check};

}  // namespace trunklift::rules
