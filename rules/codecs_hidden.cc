// Codecs of the server beside those of its options.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* codecs = server.find("codecs");
  const Value* own = child(server.find("options"), "codecs");
  if (!codecs || !own || equal_json(*codecs, *own)) return;
  report.add(Place(place, "codecs"), "not in force: options have others");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule codecs_hidden;
const DocumentRule codecs_hidden{
    {.id = "TL0244",
     .slug = "codecs-hidden",
     .group = "media",
     .severity = Severity::info,
     .effect = Effect::none,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "Codecs at the level of the server are hidden by those of its "
                "options.",
     .looks_at = "/servers/*/codecs",
     .message = "not in force: options have others",
     .why = "The list under options is used wherever it is there. The other "
            "one is a remainder of another interface.",
     .cases = "misc-01"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
