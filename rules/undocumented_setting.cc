// Places that are read though no schema names them.
#include <array>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

constexpr std::array<Key, 8> of_account = {
    "media_handling",     "timeout",  "delay", "progress_timeout",
    "ignore_early_media", "failover", "flags", "dynamic_flags"};

void check(const Value& root, DocumentReport& report) {
  constexpr const char* message = "in force, though no schema has it here";
  const Place document;
  if (const Value* account = root.find("account")) {
    const Place place(document, "account");
    for (const Key& key : of_account) {
      if (account->find(key)) report.add(Place(place, key), message);
    }
  }
  const Value* callee = root.find("callerid");
  if (callee && callee->size > 0) {
    report.add(Place(document, "callerid"), message);
  }
  each_server(root, [&](const Value& server, const Place& place) {
    const Value* id = server.find("callerid");
    if (id && id->size > 0) report.add(Place(place, "callerid"), message);
    if (server.find("codecs") && !child(server.find("options"), "codecs")) {
      report.add(Place(place, "codecs"), message);
    }
  });
}

}  // namespace

extern const DocumentRule undocumented_setting;
const DocumentRule undocumented_setting{
    {.id = "TL0259",
     .slug = "undocumented-setting",
     .group = "setting",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A setting that no schema knows at this place, and that is in "
                "force.",
     .looks_at = "/account/* /callerid /servers/*/callerid /servers/*/codecs",
     .message = "in force, though no schema has it here",
     .why = "The account level is the last of each search, and codecs and "
            "callee ids are looked for at the server and the document. "
            "Interfaces do not show these, so a customer may be surprised by "
            "what his calls do; the records have them.",
     .cases = "cas-01 cid-09 misc-03 media-acct fo-04"},
    check,
    {.root = AnyOf("callerid"),
     .account = AnyOf(of_account),
     .server = AnyOf("callerid", "codecs")}};

}  // namespace trunklift::rules
