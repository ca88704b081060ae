// A failover of empty text counts as one.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_level(const Value& object, const Place& place,
                 DocumentReport& report) {
  const Value* failover = object.find("failover");
  if (!failover || !failover->is(Type::object)) return;
  // The number comes first: where there is one, nobody looks at the other.
  const Value* number = failover->find("e164");
  if (number && !number->string_or_empty().empty()) return;
  for (const Key key : {"e164", "sip"}) {
    const Value* value = failover->find(key);
    if (!value || !value->is(Type::string) || value->size) continue;
    const Place here(place, "failover");
    report.add(Place(here, key), "expected a destination, found empty text");
  }
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    if (const Value* options = server.find("options")) {
      check_level(*options, Place(place, "options"), report);
    }
    each_number(server, place, report, AnyOf("failover"),
                [&](const Value& number, const Place& here) {
                  check_level(number, here, report);
                });
  });
}

}  // namespace

extern const DocumentRule failover_masked;
const DocumentRule failover_masked{
    {.id = "TL0220",
     .slug = "failover-masked",
     .group = "setting",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "A failover of empty text counts as one: calls that fail go "
                "nowhere, and the next level's failover is never tried.",
     .looks_at = "/servers/*/options/failover/* /servers/*/DIDs/*/failover/*",
     .message = "expected a destination, found empty text",
     .why = "An object with empty fields is an answer: the search for a "
            "failover ends with it, and the account's failover behind it is "
            "never used. When the server is down, callers hear a failure "
            "although a failover is on file.",
     .cases = "fo-02"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
