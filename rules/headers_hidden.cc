// Header objects of servers with a user: the document as it was written.
#include "cascade.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* realm = child(root.find("account"), "auth_realm");
  if (!realm || realm->string_or_empty().empty()) return;
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* user = child(server.find("auth"), "auth_user");
    if (!user || user->string_or_empty().empty()) return;
    if (!headers_of(server.find("options"))) return;
    const Place here(place, "options");
    report.add(Place(here, "sip_headers"),
               "not in force inbound: the server has a user");
  });
}

}  // namespace

extern const DocumentRule headers_hidden;
const DocumentRule headers_hidden{
    {.id = "TL0238",
     .slug = "headers-hidden",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "SIP headers of a server with a user are hidden from its "
                "inbound calls.",
     .looks_at = "/servers/*/options/sip_headers",
     .message = "not in force inbound: the server has a user",
     .why = "A call to a server with user and realm gets a header object of "
            "the platform's own in front, and with two objects none of the "
            "configured ones is sent. Outbound calls do send them.",
     .cases = "hdr-04",
     .sensitive = "/servers/*/auth/auth_password"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
