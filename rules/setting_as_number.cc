// Numbers and booleans that are passed over: the document as it was written.
#include "cascade.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* account = root.find("account");
  each_level(root, report, AnyOf(typed_settings),
             [&](const Value& level, const Place& place) {
               for (const Key& key : typed_settings) {
                 if (!is_skipped(level.find(key))) continue;
                 // Worse, and a rule of its own.
                 if (account != &level && is_found(child(account, key)))
                   continue;
                 report.add(Place(place, key), "not in force: only text is");
               }
             });
}

}  // namespace

extern const DocumentRule setting_as_number;
const DocumentRule setting_as_number{
    {.id = "TL0239",
     .slug = "setting-as-number",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A timer or switch in the type that the schema asks for: the "
                "platform passes over it.",
     .looks_at = "/account/* /servers/*/options/* /servers/*/DIDs/*/*",
     .message = "not in force: only text is",
     .why = "The search for timers and early media takes text and passes over "
            "numbers and booleans. What the interface saved here does nothing "
            "today; it comes into force with the migration, so calls may ring "
            "shorter or longer than the customer is used to.",
     .cases = "cas-02"},
    check,
    Needs::setting(AnyOf(typed_settings))};

}  // namespace trunklift::rules
