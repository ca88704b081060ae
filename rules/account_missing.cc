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
    {.id = "TL0201",
     .slug = "account-missing",
     .group = "",
     .severity = Severity::error,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "The document has no account object: number and user lookups "
                "fail for it, so nothing routes, while phones still register.",
     .looks_at = "",
     .message = "",
     .why = "",
     .cases = ""},
    check};

}  // namespace trunklift::rules
