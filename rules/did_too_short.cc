// Numbers that are too short to be looked up.
#include <string>
#include <string_view>

#include "base/text.h"
#include "check/rule.h"
#include "model/number.h"

namespace trunklift::rules {
namespace {

bool is_too_short(std::string_view key) {
  const std::string_view digits = key.substr(key.starts_with('+') ? 1 : 0);
  return key.size() < least_number && all_digits(digits);
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* numbers = server.find("DIDs");
    if (!numbers) return;
    const Place here(place, "DIDs");
    for (const Member& number : members(*numbers)) {
      if (!is_too_short(number.key)) continue;
      report.add(Place(here, number.key),
                 "expected at least 5 characters, found " +
                     std::to_string(number.key.size()));
    }
  });
}

}  // namespace

extern const DocumentRule did_too_short;
const DocumentRule did_too_short{
    {.id = "TL0276",
     .slug = "did-too-short",
     .group = "number",
     .since = "0.2",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "A number of fewer than five characters: no call ever reaches "
                "it.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "expected at least 5 characters, found <n>",
     .why = "The platform keeps its numbers in databases that are named by the "
            "first five characters of a number, the plus among them. For a "
            "shorter one there is no database, so it belongs to no account "
            "and calls to it find nothing.",
     .cases = ""},
    check,
    {.other_number = true}};

}  // namespace trunklift::rules
