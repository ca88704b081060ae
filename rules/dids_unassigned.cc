// Numbers without a server.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_level(const Value& level, const Place& place,
                 DocumentReport& report) {
  const Value* parked = level.find("DIDs_Unassigned");
  if (!parked || parked->size == 0) return;
  if (!parked->is(Type::object) && !parked->is(Type::array)) return;
  report.add(Place(place, "DIDs_Unassigned"),
             std::to_string(parked->size) + " numbers without a server");
}

void check(const Value& root, DocumentReport& report) {
  const Place document;
  check_level(root, document, report);
  if (const Value* account = root.find("account")) {
    check_level(*account, Place(document, "account"), report);
  }
}

}  // namespace

extern const DocumentRule dids_unassigned;
const DocumentRule dids_unassigned{
    {.id = "TL0254",
     .slug = "dids-unassigned",
     .group = "number",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "Numbers that the account owns and no server has: calls to "
                "them are not answered.",
     .looks_at = "/DIDs_Unassigned /account/DIDs_Unassigned",
     .message = "<n> numbers without a server",
     .why = "The interface parks numbers here. No view reads the key, so they "
            "are owned and paid for, but not routed; no record is made of "
            "them. Some of them may be claimed by another server since."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
