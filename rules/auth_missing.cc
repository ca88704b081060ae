// A server without an object of credentials.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  if (!server.is(Type::object)) return;
  const Value* auth = server.find("auth");
  // A list takes what the view of numbers sets in it, as an object does.
  if (auth && (auth->is(Type::object) || auth->is(Type::array))) return;
  report.add(Place(place, "auth"),
             "every number of the document is unreachable: expected an object, "
             "found " +
                 std::string(auth ? type_name(auth->type) : "none"));
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule auth_missing;
const DocumentRule auth_missing{
    {.id = "TL0226",
     .slug = "auth-missing",
     .group = "server",
     .severity = Severity::error,
     .effect = Effect::none,
     .summary = "A server without credentials makes all numbers of its "
                "document unreachable.",
     .looks_at = "/servers/*/auth",
     .message = "every number of the document is unreachable: expected an "
                "object, found <type>",
     .why = "The view of numbers fails where a server has no auth, or null, "
            "and with it the whole document: callers of any of its numbers "
            "hear that the number is not in service. Registration of the "
            "other servers goes on, which is why it may go unnoticed.",
     .cases = "view-02 view-08"},
    check};

}  // namespace trunklift::rules
