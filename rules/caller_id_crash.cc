// Caller ids that cannot be looked into.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  each_level(
      root, report, AnyOf("caller_id", "emergency_caller_id"),
      [&](const Value& level, const Place& place) {
        for (const Key& key : {Key("caller_id"), Key("emergency_caller_id")}) {
          const Value* id = level.find(key);
          if (!id || id->is(Type::object) || id->is(Type::array)) continue;
          report.add(Place(place, key), "expected an object, found " +
                                            std::string(type_name(id->type)));
        }
      });
}

}  // namespace

extern const DocumentRule caller_id_crash;
const DocumentRule caller_id_crash{
    {.id = "TL0247",
     .slug = "caller-id-crash",
     .group = "caller",
     .severity = Severity::error,
     .effect = Effect::none,
     .summary = "A caller id that is no object: outbound calls that get to it "
                "crash.",
     .looks_at = "/account/caller_id /account/emergency_caller_id "
                 "/servers/*/options/caller_id "
                 "/servers/*/options/emergency_caller_id "
                 "/servers/*/DIDs/*/caller_id",
     .message = "expected an object, found <type>",
     .why = "The search looks into each level for either half; looking into "
            "text, a number, a boolean or null crashes the handler, so no "
            "outbound call of the server comes about. As an emergency caller "
            "id it is an emergency call that does not.",
     .cases = "cid-05 cid-06"},
    check,
    Needs::setting(AnyOf("caller_id", "emergency_caller_id"))};

}  // namespace trunklift::rules
