// Flags at the level of numbers.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  each_number(server, place, report, AnyOf("flags", "dynamic_flags"),
              [&](const Value& number, const Place& here) {
                for (const Key& key : {Key("flags"), Key("dynamic_flags")}) {
                  const Value* flags = number.find(key);
                  if (!flags || flags->size == 0) continue;
                  report.add(Place(here, key), "no call has them");
                }
              });
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule did_flags_unused;
const DocumentRule did_flags_unused{
    {.id = "TL0242",
     .slug = "did-flags-unused",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "Flags of a number: no call has them.",
     .looks_at = "/servers/*/DIDs/*/flags /servers/*/DIDs/*/dynamic_flags",
     .message = "no call has them",
     .why = "Outbound calls take flags from server and account, inbound calls "
            "take none; what stands at a number is not read.",
     .cases = "misc-06"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
