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
     .group = "",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A server that is to register has no password; a modern device "
                "needs one, so it must be issued.",
     .looks_at = "",
     .message = "",
     .why = "",
     .cases = ""},
    check};

}  // namespace trunklift::rules
