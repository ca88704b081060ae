// Keys of older interfaces that are dead.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void speak(const Value* value, const Place& place, const Key& key,
           DocumentReport& report) {
  if (value) report.add(Place(place, key), "nothing reads it");
}

const Value* not_empty(const Value* value) {
  return value && value->size > 0 ? value : nullptr;
}

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  speak(not_empty(server.find("credits")), place, "credits", report);
  speak(child(server.find("auth"), "AuthIP"), Place(place, "auth"), "AuthIP",
        report);
  const Value* monitored = child(server.find("monitor"), "monitor_enabled");
  if (monitored && monitored->truth) {
    speak(monitored, Place(place, "monitor"), "monitor_enabled", report);
  }
  speak(not_empty(child(server.find("permissions"), "users")),
        Place(place, "permissions"), "users", report);
  const Value* codecs = child(server.find("cfg"), "supported_codecs");
  if (codecs && codecs->is(Type::string)) {
    speak(codecs, Place(place, "cfg"), "supported_codecs", report);
  }
  each_number(server, place, report, AnyOf("credits", "features"),
              [&](const Value& number, const Place& here) {
                for (const Key& key : {Key("credits"), Key("features")}) {
                  speak(not_empty(number.find(key)), here, key, report);
                }
              });
}

void check(const Value& root, DocumentReport& report) {
  const Place document;
  speak(root.find("trunks"), document, "trunks", report);
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule dead_setting;
const DocumentRule dead_setting{
    {.id = "TL0258",
     .slug = "dead-setting",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A setting that nothing reads, though it looks as if it did "
                "something.",
     .looks_at = "/trunks /servers/*/credits /servers/*/auth/AuthIP "
                 "/servers/*/monitor/monitor_enabled "
                 "/servers/*/permissions/users "
                 "/servers/*/cfg/supported_codecs /servers/*/DIDs/*/credits "
                 "/servers/*/DIDs/*/features",
     .message = "nothing reads it",
     .why = "Remainders of older interfaces: monitoring and permissions that "
            "were never acted upon, credits from before the ledger, counts at "
            "the top level, codecs that were advice for the customer's PBX, "
            "lists of addresses from before a server had one. "
            "They stay on the record in extra; nobody should count on them.",
     .cases = "misc-03"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
