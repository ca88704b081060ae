// A server without options.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  if (!server.is(Type::object) || server.find("options")) return;
  // A placeholder does not register either way.
  const Value* auth = server.find("auth");
  if (auth && !auth->find("auth_user") && !auth->find("ip")) return;
  report.add(Place(place, "options"), "expected an object, found none");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule options_missing;
const DocumentRule options_missing{
    {.id = "TL0203",
     .slug = "options-missing",
     .group = "server",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .fix = Fix::lossy,
     .repair = Repair::to_object,
     .summary = "A server without options: the lookup of credentials fails for "
                "the document, so none of its servers can register.",
     .looks_at = "/servers/*/options",
     .message = "expected an object, found none",
     .why = "The view of credentials fails on a password server without "
            "options, and with it the whole document: none of its servers can "
            "register. Inbound calls go on with defaults (npan, media "
            "by-passed).",
     .cases = "view-05"},
    check};

}  // namespace trunklift::rules
