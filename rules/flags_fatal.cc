// Lists of flags that calls die of.
#include <algorithm>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

bool is_fatal(const Value* flags) {
  return flags && flags->is(Type::array) && flags->size > 0 &&
         std::all_of(flags->items, flags->items + flags->size,
                     [](const Value& flag) {
                       return flag.is(Type::null) || flag.is(Type::boolean);
                     });
}

void check_level(const Value* level, const Place& place,
                 DocumentReport& report) {
  if (!is_fatal(child(level, "flags"))) return;
  report.add(Place(place, "flags"),
             "expected text, found nothing but nulls and booleans");
}

void check(const Value& root, DocumentReport& report) {
  const Place document;
  check_level(root.find("account"), Place(document, "account"), report);
  each_server(root, [&](const Value& server, const Place& place) {
    check_level(server.find("options"), Place(place, "options"), report);
  });
}

}  // namespace

extern const DocumentRule flags_fatal;
const DocumentRule flags_fatal{
    {.id = "TL0270",
     .slug = "flags-fatal",
     .group = "setting",
     .since = "0.2",
     .severity = Severity::error,
     .effect = Effect::none,
     .summary = "Flags of nothing but nulls and booleans: every outbound call "
                "that has them dies.",
     .looks_at = "/account/flags /servers/*/options/flags",
     .message = "expected text, found nothing but nulls and booleans",
     .why = "The encoder of messages takes such a list for one of keys and "
            "values, and fails; no command is sent, and the caller waits. As "
            "soon as there is one text in the list, the call goes out: one "
            "from a dynamic flag will do.",
     .cases = ""},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
