// Counts that are smaller than the number of servers.
#include <cstdint>
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

bool serves(const Value& server) {
  const Value* auth = server.find("auth");
  return child(auth, "auth_user") || child(auth, "ip");
}

void check(const Value& root, DocumentReport& report) {
  const Value* trunks = child(root.find("account"), "trunks");
  if (!trunks || !trunks->is(Type::integer) || trunks->integer <= 0) return;
  std::int64_t servers = 0;
  each_server(root, [&](const Value& server, const Place&) {
    servers += serves(server);
  });
  if (servers <= trunks->integer) return;
  const Place document;
  const Place account(document, "account");
  report.add(Place(account, "trunks"),
             std::to_string(trunks->integer) + " trunks for " +
                 std::to_string(servers) + " servers");
}

}  // namespace

extern const DocumentRule trunks_fewer_than_servers;
const DocumentRule trunks_fewer_than_servers{
    {.id = "TL0255",
     .slug = "trunks-fewer-than-servers",
     .group = "account",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "Fewer trunks than servers: they cannot all have a call at "
                "once.",
     .looks_at = "/account/trunks",
     .message = "<n> trunks for <n> servers",
     .why = "The count limits how many calls the account has at a time, over "
            "all servers. It may be meant so, for a standby server say, or be "
            "left from before servers were added."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
