// Emergency caller ids with a half that is missing or empty.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_level(const Value& object, const Place& place,
                 DocumentReport& report) {
  const Value* id = object.find("emergency_caller_id");
  if (!id || !id->is(Type::object) || id->size == 0) return;
  const Place here(place, "emergency_caller_id");
  for (const Key half : {"cid_name", "cid_number"}) {
    const Value* value = id->find(half);
    if (value && value->size > 0) continue;
    report.add(Place(here, half), value ? "expected text, found empty text"
                                        : "expected text, found none");
  }
}

void check(const Value& root, DocumentReport& report) {
  const Place document;
  if (const Value* account = root.find("account")) {
    check_level(*account, Place(document, "account"), report);
  }
  each_server(root, [&](const Value& server, const Place& place) {
    if (const Value* options = server.find("options")) {
      check_level(*options, Place(place, "options"), report);
    }
  });
}

}  // namespace

extern const DocumentRule emergency_caller_id_half;
const DocumentRule emergency_caller_id_half{
    {.id = "TL0224",
     .slug = "emergency-caller-id-half",
     .group = "emergency",
     .severity = Severity::warning,
     .effect = Effect::none,
     .scope = Scope::document,
     .summary = "Half of an emergency caller id: the other half is not taken "
                "from the next level, so emergency services see none.",
     .looks_at = "/account/emergency_caller_id/* "
                 "/servers/*/options/emergency_caller_id/*",
     .message = "expected text, found <none or empty text>",
     .why = "The first level with either half ends the search, so a "
            "half-filled emergency caller id hides a complete one behind it, "
            "and the missing half is not sent. An emergency call then shows "
            "no number that can be called back.",
     .cases = "cid-02 val-04"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
