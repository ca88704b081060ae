// Caller ids with one half in front of an account's with the other.
#include <string>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const Value* behind = child(root.find("account"), "caller_id");
  if (!behind) return;
  each_level(root, report, AnyOf("caller_id"),
             [&](const Value& level, const Place& place) {
               const Value* own = level.find("caller_id");
               if (!own || own == behind) return;
               const Value* name = own->find("cid_name");
               const Value* number = own->find("cid_number");
               if (!name == !number) return;
               const Key missing = name ? "cid_number" : "cid_name";
               const Value* hidden = behind->find(missing);
               if (!hidden || hidden->size == 0) return;
               report.add(Place(place, "caller_id"),
                          std::string(name ? "cid_number" : "cid_name") +
                              " is missing; the account's is hidden");
             });
}

}  // namespace

extern const DocumentRule caller_id_half;
const DocumentRule caller_id_half{
    {.id = "TL0248",
     .slug = "caller-id-half",
     .group = "caller",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "Half of a caller id hides the other half of the account's.",
     .looks_at = "/servers/*/options/caller_id /servers/*/DIDs/*/caller_id",
     .message = "<half> is missing; the account's is hidden",
     .why = "The first level with either half ends the search, and a missing "
            "half is not filled from the next. Calls show the name without "
            "the number, or the other way round, while the account has both.",
     .cases = "cid-02"},
    check,
    {.account = AnyOf("caller_id")}};

}  // namespace trunklift::rules
