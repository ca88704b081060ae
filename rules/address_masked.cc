// Options and credentials name different addresses or ports; the one under auth
// is in force.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* auth = server.find("auth");
  const Value* options = server.find("options");
  if (!auth || !options) return;
  for (const Key key : {"ip", "port"}) {
    // Normalization moved or folded it wherever it was of use.
    if (!auth->find(key) || !options->find(key)) continue;
    const Place here(place, "options");
    report.add(Place(here, key), "not in force: auth has another");
  }
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule address_masked;
const DocumentRule address_masked{
    {.id = "TL0210",
     .slug = "address-masked",
     .group = "address",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "Options and credentials name different addresses or ports; "
                "the one under auth is in force.",
     .looks_at = "/servers/*/options/ip /servers/*/options/port",
     .message = "not in force: auth has another",
     .why = "Address and port are looked for under auth first, each on its "
            "own, so what options say is never used. A person who reads the "
            "document may believe the other one.",
     .cases = "ip-11 ip-12"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
