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
     .group = "account",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A call restriction on the document is never enforced; the "
                "account's own is. It is kept aside, not carried over.",
     .looks_at = "/call_restriction",
     .message = "recorded intent, not in force",
     .why = "Maintenance commands and the old schema write call restrictions "
            "into trunk documents, where the account's own value replaces "
            "them before use. The customer was never restricted by this; "
            "enforcing it now would cut calls that work.",
     .cases = "misc-10 misc-11"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
