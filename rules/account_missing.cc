// The document has no account object.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  if (!root.find("account")) {
    report.add(Place(), "expected an account object, found none");
  }
}

}  // namespace

extern const DocumentRule account_missing;
const DocumentRule account_missing{
    {"TL0201", "account-missing", Severity::error, Effect::none,
     "The document has no account object: number and user lookups fail "
     "for it, so nothing routes, while phones still register."},
    check};

}  // namespace trunklift::rules
