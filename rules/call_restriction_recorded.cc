// A call restriction on the document is never enforced; the account's own is.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* restriction = root.find("call_restriction");
  if (!restriction || restriction->size == 0) return;
  const Place document;
  report.add(Place(document, "call_restriction"),
             "recorded intent, not in force");
}

}  // namespace

extern const DocumentRule call_restriction_recorded;
const DocumentRule call_restriction_recorded{
    {.id = "TL0217",
     .slug = "call-restriction-recorded",
     .group = "",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A call restriction on the document is never enforced; the "
                "account's own is. It is kept aside, not carried over.",
     .looks_at = "",
     .message = "",
     .why = "",
     .cases = ""},
    check};

}  // namespace trunklift::rules
