// Settings that hide nothing: the document as it was written.
#include "cascade.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* account = root.find("account");
  if (!account) return;
  each_level(
      root, report, AnyOf(typed_settings),
      [&](const Value& level, const Place& place) {
        if (&level == account) return;
        for (const Key& key : typed_settings) {
          if (!is_skipped(level.find(key)) || !is_found(account->find(key)))
            continue;
          report.add(Place(place, key), "not in force: the account's is");
        }
      });
}

}  // namespace

extern const DocumentRule setting_shows_through;
const DocumentRule setting_shows_through{
    {.id = "TL0240",
     .slug = "setting-shows-through",
     .group = "setting",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "The setting is passed over for its type, and the account's "
                "is in force instead.",
     .looks_at = "/servers/*/options/* /servers/*/DIDs/*/*",
     .message = "not in force: the account's is",
     .why = "The search takes text only, so it goes past this number or "
            "boolean and stops at the account's text. The server does what "
            "the account says, not what its own form shows; the record has "
            "what is recorded here.",
     .cases = "cas-02"},
    check,
    {.account = AnyOf(typed_settings)}};

}  // namespace trunklift::rules
