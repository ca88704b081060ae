// Caller ids with one half that hide nothing.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* behind = child(root.find("account"), "caller_id");
  each_level(root, report, AnyOf("caller_id"),
             [&](const Value& level, const Place& place) {
               const Value* own = level.find("caller_id");
               if (!own || !own->is(Type::object)) return;
               const Value* name = own->find("cid_name");
               const Value* number = own->find("cid_number");
               if (!name == !number) return;
               const Key missing = name ? "cid_number" : "cid_name";
               // Worse where it hides another, and a rule of its own.
               const Value* hidden =
                   own == behind ? nullptr : child(behind, missing);
               if (hidden && hidden->size > 0) return;
               report.add(Place(place, "caller_id"),
                          std::string(missing.text()) +
                              " is missing, and is not sent");
             });
}

}  // namespace

extern const DocumentRule caller_id_lone_half;
const DocumentRule caller_id_lone_half{
    {.id = "TL0257",
     .slug = "caller-id-lone-half",
     .group = "caller",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "Half of a caller id: the other half is not sent.",
     .looks_at = "/account/caller_id /servers/*/options/caller_id "
                 "/servers/*/DIDs/*/caller_id",
     .message = "<half> is missing, and is not sent",
     .why = "The first level with either half ends the search, and what is "
            "missing stays missing. An old form sent the name alone, so calls "
            "show a name and whatever number the PBX gives.",
     .cases = "cid-02"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
