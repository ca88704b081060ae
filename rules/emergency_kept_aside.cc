// Emergency data that nothing reads.
#include <array>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

constexpr std::array<Key, 4> of_number = {"e911", "e911_info", "dash_e911",
                                          "emergency_caller_id"};

void speak(const Value& object, const Place& place, const Key& key,
           DocumentReport& report) {
  const Value* value = object.find(key);
  if (!value || value->size == 0) return;
  report.add(Place(place, key), "nothing reads it; kept aside");
}

void check_dids(const Value& server, const Place& place,
                DocumentReport& report) {
  each_number(server, place, report, AnyOf(of_number),
              [&](const Value& number, const Place& here) {
                for (const Key& key : of_number)
                  speak(number, here, key, report);
              });
}

void check(const Value& root, DocumentReport& report) {
  speak(root, Place(), "e911_callerid", report);
  each_server(root, [&](const Value& server, const Place& place) {
    speak(server, place, "e911_callerid", report);
    if (const Value* options = server.find("options")) {
      speak(*options, Place(place, "options"), "e911_info", report);
    }
    check_dids(server, place, report);
  });
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
     .looks_at = "/e911_callerid /servers/*/e911_callerid "
                 "/servers/*/options/e911_info /servers/*/DIDs/*/e911 "
                 "/servers/*/DIDs/*/e911_info /servers/*/DIDs/*/dash_e911 "
                 "/servers/*/DIDs/*/emergency_caller_id",
     .message = "nothing reads it; kept aside",
     .why = "An emergency call of this trunk shows the emergency caller id of "
            "server or account, never this. Somebody believed that an address "
            "was on file here: make sure that it is with the carrier, and on "
            "the number.",
     .cases = "cid-09"},
    check,
    {.root = AnyOf("e911_callerid"),
     .server = AnyOf("e911_callerid"),
     .options = AnyOf("e911_info"),
     .number = AnyOf(of_number)}};

}  // namespace trunklift::rules
