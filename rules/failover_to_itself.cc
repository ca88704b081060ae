// Numbers that fail over to themselves.
#include <string>
#include <string_view>

#include "check/rule.h"
#include "model/number.h"

namespace trunklift::rules {
namespace {

// "" where it leads nowhere.
std::string destination_of(const Value* failover) {
  const Value* destination = child(failover, "e164");
  return destination ? normalized_number(destination->string_or_empty()) : "";
}

bool leads_to(const std::string& destination, std::string_view number) {
  return !destination.empty() && destination == number;
}

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const std::string of_server =
      destination_of(child(server.find("options"), "failover"));
  const Value* numbers = server.find("DIDs");
  if (!numbers || !numbers->is(Type::object)) return;
  const Place here(place, "DIDs");
  for (const Member& number : members(*numbers)) {
    const Place there(here, number.key);
    if (const Value* own = number.value.find("failover")) {
      if (!leads_to(destination_of(own), number.key)) continue;
      const Place failover(there, "failover");
      report.add(Place(failover, "e164"), "the number fails over to itself");
    } else if (leads_to(of_server, number.key)) {
      report.add(there,
                 "the number fails over to itself, by the server's failover");
    }
  }
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule failover_to_itself;
const DocumentRule failover_to_itself{
    {.id = "TL0252",
     .slug = "failover-to-itself",
     .group = "number",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "The failover is the number that the call came for: it goes "
                "round in a circle.",
     .looks_at = "/servers/*/DIDs/*/failover/e164 "
                 "/servers/*/options/failover/e164",
     .message = "the number fails over to itself",
     .why = "When the server does not answer, the call is sent to the "
            "number anew and comes back to the same server. A channel is "
            "held all the while, and nobody is reached."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
