// Users that are numbers, booleans or null.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* user = child(server.find("auth"), "auth_user");
  if (!user || user->is(Type::string)) return;
  const Place here(place, "auth");
  report.add(Place(here, "auth_user"),
             "expected text, found " + std::string(type_name(user->type)));
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule user_not_text;
const DocumentRule user_not_text{
    {.id = "TL0227",
     .slug = "user-not-text",
     .group = "auth",
     .severity = Severity::error,
     .effect = Effect::none,
     .summary = "A user that is no text breaks calls to the server, and takes "
                "the options of the whole document.",
     .looks_at = "/servers/*/auth/auth_user",
     .message = "expected text, found <type>",
     .why = "The handler of inbound calls crashes on it, the view of user "
            "options fails for the document, and so does that of credentials: "
            "none of its servers registers. It is most often a number that a "
            "form or a script wrote without quotes.",
     .cases = "view-04",
     .sensitive = "/servers/*/auth/auth_password"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
