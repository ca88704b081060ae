// Numbers that no numbering plan has.
#include <string>

#include "check/rule.h"
#include "model/number.h"

namespace trunklift::rules {
namespace {

// Source: ITU-T E.164 has no least length; the numbers of Niue and Tokelau have
// three digits of country code and four more.
constexpr RuleOption options[] = {
    {"least-digits", 7, 1, 15,
     "Digits that a number has at least, with its country code, unless that "
     "is 1."}};

// A plus and digits: what is wrong with them, or nothing.
std::string complaint(std::string_view number, std::size_t least) {
  const auto found = [&](std::size_t prefix) {
    return ", found " + std::to_string(number.size() - prefix);
  };
  if (number[1] == '0') {
    return "expected no country code that begins with 0, found one";
  }
  if (number[1] == '1') {
    return number.size() == 12 ? "" : "expected 10 digits after +1" + found(2);
  }
  return number.size() > least ? ""
                               : "expected " + std::to_string(least) +
                                     " digits or more" + found(1);
}

void check(const Value& root, DocumentReport& report) {
  const auto least = static_cast<std::size_t>(report.option(0));
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* numbers = server.find("DIDs");
    if (!numbers) return;
    const Place here(place, "DIDs");
    for (const Member& number : members(*numbers)) {
      if (!is_plus_number(number.key)) continue;
      if (number.key.size() < least_number) continue;  // never reached at all
      const std::string message = complaint(number.key, least);
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
     .cases = "",
     .options = options},
    check,
    {.other_number = true}};

}  // namespace trunklift::rules
