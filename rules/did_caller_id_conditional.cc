// Caller ids of numbers, which outbound calls hardly ever have.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    each_number(
        server, place, report, AnyOf("caller_id", "emergency_caller_id"),
        [&](const Value& number, const Place& here) {
          for (const Key& key :
               {Key("caller_id"), Key("emergency_caller_id")}) {
            const Value* own = number.find(key);
            if (!own || !own->is(Type::object) || own->size == 0) continue;
            report.add(
                Place(here, key),
                "in force only where a call's display name is the number");
          }
        });
  });
}

}  // namespace

extern const DocumentRule did_caller_id_conditional;
const DocumentRule did_caller_id_conditional{
    {.id = "TL0265",
     .slug = "did-caller-id-conditional",
     .group = "caller",
     .severity = Severity::info,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A caller id of a number is used for an outbound call only if "
                "the display name of the call is that number, to the letter.",
     .looks_at = "/servers/*/DIDs/*/caller_id "
                 "/servers/*/DIDs/*/emergency_caller_id",
     .message = "in force only where a call's display name is the number",
     .why = "An outbound call does not say which number it is for. The "
            "platform takes the display name for it: where that equals a "
            "number of the trunk, the settings of the number are used and "
            "those of its server are not seen at all; else it is the other "
            "way round. For emergency calls this decides which address is "
            "shown.",
     .cases = "cid-08"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
