// Looks for limits that are no numbers and for the text "undefined".
#include "pipeline/context_findings.h"

#include <string>

#include "check/rules.h"
#include "model/limits.h"
#include "model/placeholder.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

constexpr const char* counts_as_absent =
    "a text that stands for nothing (undefined): it counts as absent";

void speak_of_undefined(const Value* value, const Place& place,
                        Findings& findings) {
  if (value && is_undefined(*value)) {
    findings.add(rule::undefined_in_context, place, counts_as_absent);
  }
}

// Looks at the member and at the values up to two levels below it.
void look_for_undefined(const Value& root, const Key& key, Findings& findings) {
  const Value* value = root.find(key);
  if (!value) return;
  const Place document;
  const Place place(document, key);
  speak_of_undefined(value, place, findings);
  for (const Member& member : members(*value)) {
    const Place here(place, member.key);
    speak_of_undefined(&member.value, here, findings);
    for (const Member& half : members(member.value)) {
      speak_of_undefined(&half.value, Place(here, half.key), findings);
    }
  }
}

void report_limit(const Value& root, const Key& key, Findings& findings) {
  const Value* value = root.find(key);
  if (!value) return;
  const Place document;
  const Place place(document, key);
  switch (read_limit(value).form) {
    case LimitCount::Form::cast:
      findings.add(rule::limits_as_text, place,
                   "expected a whole number of trunks, found " +
                       std::string(type_name(value->type)) + " that is one");
      break;
    case LimitCount::Form::undefined:
      findings.add(rule::undefined_in_context, place, counts_as_absent);
      break;
    case LimitCount::Form::unusable:
      findings.add(
          rule::limits_unusable, place,
          "expected a whole number of trunks or -1, found " +
              (value->is(Type::integer) ? "a negative number"
                                        : std::string(type_name(value->type))));
      break;
    default: break;
  }
}

}  // namespace

void report_context(const Value& root, const Identity& identity,
                    Findings& findings) {
  if (identity.deleted) return;
  switch (identity.kind) {
    case Kind::account:
      for (const Key& key : {Key("name"), Key("realm"), Key("caller_id")}) {
        look_for_undefined(root, key, findings);
      }
      break;
    case Kind::limits:
      for (const Key& key :
           {Key("twoway_trunks"), Key("inbound_trunks"),
            Key("pvt_twoway_trunks"), Key("pvt_inbound_trunks")}) {
        report_limit(root, key, findings);
      }
      break;
    case Kind::number:
      for (const Key& key : {Key("failover"), Key("used_by"),
                             Key("pvt_used_by"), Key("pvt_assigned_to")}) {
        look_for_undefined(root, key, findings);
      }
      break;
    default: break;
  }
}

}  // namespace trunklift
