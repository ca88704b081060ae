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
    {"TL0202", "realm-missing", Severity::warning, Effect::none,
     "The account block has no realm: the lookup of user options fails "
     "for the whole document."},
    check};

}  // namespace trunklift::rules
