// Addresses of servers that register.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* auth = server.find("auth");
  const Value* user = child(auth, "auth_user");
  const Value* address = child(auth, "ip");
  const Value* method = child(auth, "auth_method");
  if (!user || user->string_or_empty().empty() || !address ||
      address->string_or_empty().empty() ||
      (method && method->string_or_empty() == "ip")) {
    return;
  }
  const Place here(place, "auth");
  report.add(Place(here, "ip"),
             "inbound calls carry the user and this address");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule address_beside_user;
const DocumentRule address_beside_user{
    {.id = "TL0233",
     .slug = "address-beside-user",
     .group = "address",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A server that registers has an address as well: inbound "
                "calls carry both.",
     .looks_at = "/servers/*/auth/ip",
     .message = "inbound calls carry the user and this address",
     .why = "Inbound routing ignores the method: with a user and an address "
            "the endpoint has both, and where the server is registered the "
            "user decides. A modern device has one or the other; the record "
            "keeps both.",
     .cases = "ip-both",
     .sensitive = "/servers/*/auth/auth_password"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
