// Addresses that are null or numbers.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* address = child(server.find("auth"), "ip");
  if (!address || address->is(Type::string)) return;
  const Place here(place, "auth");
  report.add(Place(here, "ip"),
             "expected text, found " + std::string(type_name(address->type)));
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule address_not_text;
const DocumentRule address_not_text{
    {.id = "TL0231",
     .slug = "address-not-text",
     .group = "address",
     .severity = Severity::error,
     .effect = Effect::none,
     .summary = "The address is no text, and goes out as it is.",
     .looks_at = "/servers/*/auth/ip",
     .message = "expected text, found <type>",
     .why = "null is a value to the platform, not absence: it hides the "
            "address under options and reaches the endpoint, where the call "
            "fails.",
     .cases = "ip-11"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
