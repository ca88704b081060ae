// The account block has no realm.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* account = root.find("account");
  if (!account || !account->is(Type::object)) return;
  const Value* realm = account->find("auth_realm");
  if (realm && !realm->string_or_empty().empty()) return;
  const Place document;
  const Place place(document, "account");
  report.add(Place(place, "auth_realm"), "expected a realm, found none");
}

}  // namespace

extern const DocumentRule realm_missing;
const DocumentRule realm_missing{
    {.id = "TL0202",
     .slug = "realm-missing",
     .group = "account",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "The account block has no realm: the lookup of user options "
                "fails for the whole document.",
     .looks_at = "/account/auth_realm",
     .message = "expected a realm, found none",
     .why = "The view of user options fails for the document, so calls of and "
            "to its users lose the options of server and account; numbers "
            "still route, without a realm in the endpoint. The record takes "
            "the account's realm.",
     .cases = "view-09"},
    check};

}  // namespace trunklift::rules
