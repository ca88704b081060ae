// Words for nothing where they may be meant.
#include <array>

#include "check/rule.h"
#include "model/placeholder.h"

namespace trunklift::rules {
namespace {

constexpr std::array<Key, 1> of_account = {"auth_realm"};
constexpr std::array<Key, 2> of_auth = {"auth_user", "auth_password"};
constexpr std::array<Key, 2> of_caller_id = {"caller_id",
                                             "emergency_caller_id"};

void speak(const Value* value, const Place& place, DocumentReport& report) {
  if (!value || !is_placeholder(value->string_or_empty())) return;
  report.add(place, "it may stand for nothing: text as null, nil or none");
}

void check(const Value& root, DocumentReport& report) {
  const Place document;
  speak(root.find("name"), Place(document, "name"), report);
  if (const Value* account = root.find("account")) {
    for (const Key& key : of_account) {
      speak(account->find(key), Place(Place(document, "account"), key), report);
    }
  }
  each_server(root, [&](const Value& server, const Place& place) {
    speak(server.find("server_name"), Place(place, "server_name"), report);
    const Value* auth = server.find("auth");
    for (const Key& key : of_auth) {
      speak(child(auth, key), Place(Place(place, "auth"), key), report);
    }
  });
  each_level(root, report, AnyOf(of_caller_id),
             [&](const Value& level, const Place& place) {
               for (const Key& key : of_caller_id) {
                 const Place here(place, key);
                 speak(child(level.find(key), "cid_name"),
                       Place(here, "cid_name"), report);
               }
             });
}

}  // namespace

extern const DocumentRule placeholder_text;
const DocumentRule placeholder_text{
    {.id = "TL0267",
     .slug = "placeholder-text",
     .group = "setting",
     .since = "0.2",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "A word for nothing (null, nil, none, n/a) as a user, a "
                "password, a realm or a name: it may not be meant.",
     .looks_at = "/name /account/auth_realm /servers/*/server_name "
                 "/servers/*/auth/auth_user /servers/*/auth/auth_password "
                 "/account/*/cid_name /servers/*/options/*/cid_name "
                 "/servers/*/DIDs/*/*/cid_name",
     .message = "it may stand for nothing: text as null, nil or none",
     .why = "Scripts and portals write such a word where they have no value, "
            "and to the platform it is a text as any other: a server "
            "registers as null, a call shows None. People and machines may "
            "be called so, too, which is why it is converted as it is. As an "
            "address or a number it counts as absent: TL0143.",
     .cases = "",
     .sensitive = "/servers/*/auth/auth_password"},
    check};

}  // namespace trunklift::rules
