// Credentials that a modern device does not take.
#include <string>

#include "base/text.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

// Source: the platform's schema of devices.
constexpr RuleOption options[] = {
    {"least-user", 2, 0, 1000, "Characters that a user has at least."},
    {"most-user", 32, 1, 1000, "Characters that a user has at the most."},
    {"least-password", 5, 0, 1000, "The same of a password."},
    {"most-password", 32, 1, 1000, "The same of a password."}};

// Characters, not bytes; the places of its options.
struct Range {
  Key key;
  std::size_t least, most;
};
constexpr Range ranges[] = {{"auth_user", 0, 1}, {"auth_password", 2, 3}};

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* auth = server.find("auth");
    if (!auth) return;
    const Place here(place, "auth");
    for (const Range& range : ranges) {
      const Value* value = auth->find(range.key);
      if (!value || value->string_or_empty().empty()) continue;
      const auto size = static_cast<std::int64_t>(code_points(value->string()));
      const std::int64_t least = report.option(range.least);
      const std::int64_t most = report.option(range.most);
      if (size >= least && size <= most) continue;
      report.add(Place(here, range.key), "expected " + std::to_string(least) +
                                             " to " + std::to_string(most) +
                                             " characters, found " +
                                             std::to_string(size));
    }
  });
}

}  // namespace

extern const DocumentRule credentials_out_of_range;
const DocumentRule credentials_out_of_range{
    {.id = "TL0223",
     .slug = "credentials-out-of-range",
     .group = "auth",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "A user or password of a length that a modern device does not "
                "take; it must be issued anew.",
     .looks_at = "/servers/*/auth/auth_user /servers/*/auth/auth_password",
     .message = "expected <n> to <n> characters, found <n>",
     .why = "The legacy schema only asks for one character. A modern device "
            "refuses users outside 2 to 32 and passwords outside 5 to 32 "
            "characters; a password cannot be cut, it must be issued again.",
     .cases = "val-03",
     .sensitive = "/servers/*/auth/auth_password",
     .options = options},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
