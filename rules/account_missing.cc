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
     .group = "account",
     .severity = Severity::error,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "The document has no account object: number and user lookups "
                "fail for it, so nothing routes, while phones still register.",
     .looks_at = "",
     .message = "expected an account object, found none",
     .why = "The views of numbers and of user options both fail for the "
            "document: nothing routes to it and outbound calls lose every "
            "option, while registration goes on. The records take realm and "
            "limits from the account's own documents.",
     .cases = "view-03"},
    check};

}  // namespace trunklift::rules
