// Numbers that no numbering plan has.
#include <string>

#include "check/rule.h"
#include "model/number.h"

namespace trunklift::rules {
namespace {

// A plus and digits: what is wrong with them, or nothing.
std::string complaint(std::string_view number) {
  const auto found = [&](std::size_t prefix) {
    return ", found " + std::to_string(number.size() - prefix);
  };
  if (number[1] == '0')
    return "expected no country code that begins with 0, found one";
  if (number[1] == '1') {
    return number.size() == 12 ? "" : "expected 10 digits after +1" + found(2);
  }
  return number.size() > 7 ? "" : "expected 7 digits or more" + found(1);
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* numbers = server.find("DIDs");
    if (!numbers) return;
    const Place here(place, "DIDs");
    for (const Member& number : members(*numbers)) {
      const std::string_view key = number.key.text();
      // What nearly all are.
      if (key.size() == 12 && key[1] != '0') continue;
      if (!is_plus_number(key)) continue;
      std::string message = complaint(key);
      if (!message.empty()) report.add(Place(here, number.key), message);
    }
  });
}

}  // namespace

extern const DocumentRule did_length;
const DocumentRule did_length{
    {.id = "TL0266",
     .slug = "did-length",
     .group = "number",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "The number has a plus and digits, but too few or too many: "
                "nobody can have it.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "<what such a number has>, <what was found>",
     .why = "The platform takes what follows a plus as it stands, so a typing "
            "error is kept as a number that no carrier delivers. Numbers that "
            "begin with +1 have ten digits more, no country code begins with "
            "0, and the shortest numbers of any country have seven digits "
            "with its code.",
     .cases = ""},
    check,
    {.other_number = true}};

}  // namespace trunklift::rules
