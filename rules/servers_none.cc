// Documents without servers.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* servers = root.find("servers");
  if (servers && (!servers->is(Type::array) || servers->size > 0)) return;
  const Place document;
  report.add(Place(document, "servers"), "no servers: only limits");
}

}  // namespace

extern const DocumentRule servers_none;
const DocumentRule servers_none{
    {.id = "TL0262",
     .slug = "servers-none",
     .group = "account",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A document without servers: it only carries limits.",
     .looks_at = "/servers",
     .message = "no servers: only limits",
     .why = "Fresh accounts look so, and stubs that the limits service made. "
            "No number routes by it.",
     .cases = "val-08"},
    check};

}  // namespace trunklift::rules
