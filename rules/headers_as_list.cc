// Header lists: the document as it was written.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  each_setting(root, report, "sip_headers",
               [&](const Value& headers, const Place& place) {
                 if (!headers.is(Type::array) || headers.size == 0) return;
                 report.add(place, "not in force: only an object is");
               });
}

}  // namespace

extern const DocumentRule headers_as_list;
const DocumentRule headers_as_list{
    {.id = "TL0236",
     .slug = "headers-as-list",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "SIP headers as a list, as the schema asks: the platform "
                "sends none of them.",
     .looks_at = "/account/sip_headers /servers/*/options/sip_headers "
                 "/servers/*/DIDs/*/sip_headers",
     .message = "not in force: only an object is",
     .why = "The schema wants a list of objects, the handlers take objects "
            "only. What is recorded here was never sent; after the migration "
            "it is. Make sure that the carrier expects it.",
     .cases = "hdr-01"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
