// Emergency data that nothing reads.
#include "check/rule.h"
#include "emergency.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  for (const KeptPointer& pointer : unread_emergency(root, report)) {
    report.add(pointer, "nothing reads it; kept aside");
  }
}

}  // namespace

extern const DocumentRule emergency_kept_aside;
const DocumentRule emergency_kept_aside{
    {.id = "TL0218",
     .slug = "emergency-kept-aside",
     .group = "emergency",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "Emergency data that nothing reads: calls to emergency "
                "services do not show it, today or after the migration.",
     .looks_at = "",
     .message = "nothing reads it; kept aside",
     .why = "An emergency call of this trunk shows the emergency caller id of "
            "server or account, never this. Somebody believed that an address "
            "was on file here: make sure that it is with the carrier, and on "
            "the number.\n\n"
            "What has e911 or emergency in its name is looked for in the whole "
            "document, unless it is where calls look, or is empty. The word "
            "true at a number is no data: see TL0316.",
     .cases = "cid-09"},
    check};

}  // namespace trunklift::rules
