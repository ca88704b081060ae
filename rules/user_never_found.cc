// Users that no lookup finds.
#include <algorithm>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

// The lookup takes bytes for Latin-1 and makes capitals of that small: the
// first byte of most letters of two bytes, which then are others.
bool is_mangled(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xC0 && byte <= 0xDE && byte != 0xD7;
}

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* user = child(server.find("auth"), "auth_user");
  if (!user || !user->is(Type::string)) return;
  const std::string_view text = user->string();
  if (std::none_of(text.begin(), text.end(), is_mangled)) return;
  const Place here(place, "auth");
  report.add(Place(here, "auth_user"),
             "expected ASCII, found letters that the lookup garbles");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule user_never_found;
const DocumentRule user_never_found{
    {.id = "TL0269",
     .slug = "user-never-found",
     .group = "auth",
     .since = "0.2",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "A user with accented Latin, Greek, Cyrillic or such letters: "
                "no call ever finds the options of the server.",
     .looks_at = "/servers/*/auth/auth_user",
     .message = "expected ASCII, found letters that the lookup garbles",
     .why = "The view makes users small by Unicode, the lookup byte by byte, "
            "as if it were Latin-1. Of letters that take two bytes the first "
            "byte is taken for a capital, so that the two never meet, in "
            "whatever case the user is written: calls of and to the server go "
            "with defaults. Chinese characters and emoji are left alone by "
            "both.",
     .cases = ""},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
