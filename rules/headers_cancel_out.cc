// Header objects at several levels: the document as it was written.
#include "cascade.h"
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check(const Value& root, DocumentReport& report) {
  const bool of_account = headers_of(root.find("account"));
  each_server(root, [&](const Value& server, const Place& place) {
    const bool of_server = headers_of(server.find("options"));
    if (of_server && of_account) {
      const Place here(place, "options");
      report.add(Place(here, "sip_headers"),
                 "not in force beside those of the account");
    }
    if (!of_server && !of_account) return;
    each_number(server, place, report, AnyOf("sip_headers"),
                [&](const Value& number, const Place& here) {
                  if (!headers_of(&number)) return;
                  report.add(Place(here, "sip_headers"),
                             of_server
                                 ? "not in force beside those of the server"
                                 : "not in force beside those of the account");
                });
  });
}

}  // namespace

extern const DocumentRule headers_cancel_out;
const DocumentRule headers_cancel_out{
    {.id = "TL0237",
     .slug = "headers-cancel-out",
     .group = "setting",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "SIP headers at two levels: the platform sends neither.",
     .looks_at = "/servers/*/options/sip_headers",
     .message = "not in force beside those of <account or number>",
     .why = "Headers of number, server and account are collected, and only a "
            "single object is sent; of two or more nothing is. Whoever added "
            "the second set switched off the first.",
     .cases = "hdr-03"},
    check,
    Needs::setting(AnyOf("sip_headers"))};

}  // namespace trunklift::rules
