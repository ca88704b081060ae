// Servers without a user beside servers with one: the document as it was
// written.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

// No text as a user, though there are credentials.
bool silences(const Value& server) {
  const Value* auth = server.find("auth");
  if (!auth) return false;
  if (auth->is(Type::array)) return true;  // has no member by that name
  if (!auth->is(Type::object)) return false;
  const Value* user = auth->find("auth_user");
  return !user || !user->is(Type::string);
}

bool has_user(const Value& server) {
  const Value* user = child(server.find("auth"), "auth_user");
  return user && !user->string_or_empty().empty();
}

// Nobody needs to hear of a server that loses nothing by it.
bool has_settings(const Value& root, const Value& server) {
  const Value* options = server.find("options");
  return (options && options->size > 0) ||
         child(root.find("account"), "caller_id");
}

void check(const Value& root, DocumentReport& report) {
  constexpr std::size_t most_named = 3;
  std::string culprits;
  std::size_t count = 0;
  each_server(root, [&](const Value& server, const Place& place) {
    if (!silences(server) || ++count > most_named) return;
    culprits += (count == 1 ? "" : ", ") + std::to_string(place.index);
  });
  if (count == 0) return;
  if (count > most_named) {
    culprits += " and " + std::to_string(count - most_named) + " more";
  }
  each_server(root, [&](const Value& server, const Place& place) {
    if (!has_user(server) || !has_settings(root, server)) return;
    report.add(
        place,
        "the options of this server are lost: no user at server " + culprits);
  });
}

}  // namespace

extern const DocumentRule ip_server_silences_document;
const DocumentRule ip_server_silences_document{
    {.id = "TL0225",
     .slug = "ip-server-silences-document",
     .group = "auth",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "A server without a user takes the options of every server "
                "and of the account away from this one.",
     .looks_at = "/servers/*",
     .message = "the options of this server are lost: no user at server <n, "
                "...>",
     .why = "The view that finds options by user fails for a whole document "
            "as soon as one server in it has credentials without a text as "
            "user, which is how every IP server is saved. Calls of and to the "
            "password servers of the document then go with defaults: npan, "
            "media by-passed, no failover, no timers, no caller id, no flags. "
            "After the migration all of that comes into force.",
     .cases = "view-01"},
    check};

}  // namespace trunklift::rules
