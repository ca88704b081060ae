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
     .group = "auth",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "A server known by its address also has a user: inbound calls "
                "carry both, whatever the method says.",
     .looks_at = "/servers/*/auth/auth_user",
     .message = "expected no user beside method ip",
     .why = "Inbound calls ignore the method: with a user and an address the "
            "endpoint carries both, and the user wins where they disagree. As "
            "an IP device the user is lost, as a password device the address.",
     .cases = "ip-both val-03",
     .sensitive = "/servers/*/auth/auth_password"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
