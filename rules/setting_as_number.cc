// Numbers and booleans that are passed over: the document as it was written.
#include <array>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

constexpr std::array<Key, 4> settings = {"timeout", "delay", "progress_timeout",
                                         "ignore_early_media"};

// Passed over by the search, though it is meant to do something.
bool is_skipped(const Value* value) {
  if (!value) return false;
  return value->is(Type::boolean)
             ? value->truth
             : value->is_number() && value->number_text() != "0";
}

// Text: what ends the search.
bool is_found(const Value* value) {
  return value && !value->string_or_empty().empty();
}

void check(const Value& root, DocumentReport& report) {
  const Value* account = root.find("account");
  each_level(root, [&](const Value& level, const Place& place) {
    for (const Key& key : settings) {
      if (!is_skipped(level.find(key))) continue;
      // Worse, and a rule of its own.
      if (account != &level && is_found(child(account, key))) continue;
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
    check};

}  // namespace trunklift::rules
