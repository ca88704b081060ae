// Servers without a user where no other has one: the document as it was
// written.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

const Value* user_of(const Value& server) {
  return child(server.find("auth"), "auth_user");
}

void check(const Value& root, DocumentReport& report) {
  bool has_users = false;
  each_server(root, [&](const Value& server, const Place&) {
    has_users |= user_of(server) != nullptr;
  });
  if (has_users) return;
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* auth = server.find("auth");
    if (!auth || !auth->is(Type::object) || auth->size == 0) return;
    report.add(Place(place, "auth"),
               "no user: the document is out of the lookup of users");
  });
}

}  // namespace

extern const DocumentRule document_out_of_user_lookup;
const DocumentRule document_out_of_user_lookup{
    {.id = "TL0264",
     .slug = "document-out-of-user-lookup",
     .group = "auth",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A server without a user takes the document out of the lookup "
                "of users; no other server of it has one.",
     .looks_at = "/servers/*/auth",
     .message = "no user: the document is out of the lookup of users",
     .why = "The view that finds options by user fails for the document, as "
            "it does for every one with a server that is known by its "
            "address. No server of it has a user, so nothing is lost by it; "
            "the first one that gets a user will be without its options.",
     .cases = "ip-00"},
    check};

}  // namespace trunklift::rules
