// Ports that cannot be cast.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* port = child(server.find("auth"), "port");
  if (!port || port->is_number()) return;
  const Place here(place, "auth");
  report.add(Place(here, "port"),
             "expected a number, found " + std::string(type_name(port->type)));
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule port_unusable;
const DocumentRule port_unusable{
    {.id = "TL0230",
     .slug = "port-unusable",
     .group = "address",
     .severity = Severity::error,
     .effect = Effect::none,
     .summary = "The port is no number: inbound calls to the server crash.",
     .looks_at = "/servers/*/auth/port",
     .message = "expected a number, found <type>",
     .why = "The port is cast when the endpoint is made; empty text, words, "
            "booleans and null cannot be, and the handler crashes: callers "
            "hear nothing.",
     .cases = "ip-04 ip-14"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
