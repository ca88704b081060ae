// Users that servers of one document share.
#include <string>
#include <unordered_map>

#include "base/text.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* servers = root.find("servers");
  if (!servers || servers->size < 2) return;
  std::unordered_map<std::string, std::size_t> first_server;
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* user = child(server.find("auth"), "auth_user");
    if (!user || user->string_or_empty().empty()) return;
    const auto [first, is_first] =
        first_server.emplace(to_lower(user->string_or_empty()), place.index);
    if (is_first) return;
    const Place here(place, "auth");
    report.add(Place(here, "auth_user"), "the same user as server " +
                                             std::to_string(first->second) +
                                             ", ignoring case");
  });
}

}  // namespace

extern const DocumentRule user_twice;
const DocumentRule user_twice{
    {.id = "TL0228",
     .slug = "user-twice",
     .group = "auth",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "Two servers of the document have one user: the first row "
                "serves both.",
     .looks_at = "/servers/*/auth/auth_user",
     .message = "the same user as server <n>, ignoring case",
     .why = "Users are looked up in lower case, so two that differ in case "
            "only are one. Password, options and format of the first row are "
            "used for both; the other server's are never in force. A modern "
            "account refuses the second device.",
     .cases = "dup-03",
     .sensitive = "/servers/*/auth/auth_password"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
