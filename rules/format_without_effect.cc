// Numbers that npan and 1npan leave alone.
#include <string>
#include <string_view>

#include "check/rule.h"
#include "model/number.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* format = child(server.find("options"), "inbound_format");
  const std::string_view name = format ? format->string_or_empty() : "npan";
  if (name != "npan" && name != "1npan") return;
  const Value* numbers = server.find("DIDs");
  if (!numbers || !numbers->is(Type::object)) return;
  const Place here(place, "DIDs");
  for (const Member& number : members(*numbers)) {
    if (!is_plus_number(number.key) || number.key.text().starts_with("+1"))
      continue;
    report.add(Place(here, number.key),
               std::string(name) + " changes nothing about it");
  }
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule format_without_effect;
const DocumentRule format_without_effect{
    {.id = "TL0246",
     .slug = "format-without-effect",
     .group = "media",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A format for North American numbers on a number of another "
                "country: it arrives as it is.",
     .looks_at = "/servers/*/DIDs/*",
     .message = "<format> changes nothing about it",
     .why = "npan and 1npan only shorten full North American numbers. Others "
            "are sent with their plus, which a PBX that was set up for ten "
            "digits may not expect.",
     .cases = "fmt-intl"},
    check,
    {.other_number = true}};

}  // namespace trunklift::rules
