// Servers that can call out without an emergency caller id.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

bool has_id(const Value* level) {
  const Value* id = child(level, "emergency_caller_id");
  return id && id->size > 0;
}

void check(const Value& root, DocumentReport& report) {
  if (has_id(root.find("account"))) return;
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* user = child(server.find("auth"), "auth_user");
    if (!user || user->size == 0 || has_id(server.find("options"))) return;
    report.add(place, "no emergency caller id at the server or the account");
  });
}

}  // namespace

extern const DocumentRule emergency_caller_id_none;
const DocumentRule emergency_caller_id_none{
    {.id = "TL0253",
     .slug = "emergency-caller-id-none",
     .group = "emergency",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "No emergency caller id for calls of this server: emergency "
                "services see whatever number the call has.",
     .looks_at = "/servers/*",
     .message = "no emergency caller id at the server or the account",
     .why = "Emergency calls use the first emergency caller id of number, "
            "server and account. Without one the caller id of the PBX goes "
            "out, for which no address may be on file. The number that is "
            "shown decides where help is sent.",
     .cases = "cid-07 val-04"},
    check};

}  // namespace trunklift::rules
