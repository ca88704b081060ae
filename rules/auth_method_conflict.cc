// A server known by its address also has a user.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* auth = server.find("auth");
  const Value* method = auth ? auth->find("auth_method") : nullptr;
  const Value* user = auth ? auth->find("auth_user") : nullptr;
  if (!method || method->string_or_empty() != "ip" || !user) return;
  const Place here(place, "auth");
  report.add(Place(here, "auth_user"), "expected no user beside method ip");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule auth_method_conflict;
const DocumentRule auth_method_conflict{
    {.id = "TL0209",
     .slug = "auth-method-conflict",
     .group = "",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A server known by its address also has a user: inbound calls "
                "carry both, whatever the method says.",
     .looks_at = "",
     .message = "",
     .why = "",
     .cases = ""},
    check};

}  // namespace trunklift::rules
