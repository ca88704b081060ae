// A server that is to register has no password; a modern device needs one, so
// it must be issued.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* auth = server.find("auth");
  const Value* method = auth ? auth->find("auth_method") : nullptr;
  if (!method || method->string_or_empty() != "password") return;
  const Value* password = auth->find("auth_password");
  if (password && !password->string_or_empty().empty()) return;
  const Place here(place, "auth");
  report.add(Place(here, "auth_password"), "expected a password, found none");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule password_missing;
const DocumentRule password_missing{
    {.id = "TL0219",
     .slug = "password-missing",
     .group = "auth",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A server that is to register has no password; a modern device "
                "needs one, so it must be issued.",
     .looks_at = "/servers/*/auth/auth_password",
     .message = "expected a password, found none",
     .why = "The server can only register with an empty password, which a "
            "modern device does not take. A password has to be issued and "
            "given to the customer before the switch.",
     .cases = "val-03",
     .sensitive = "/servers/*/auth/auth_password"},
    check};

}  // namespace trunklift::rules
