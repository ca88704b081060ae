// Empty lists of codecs.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* options = server.find("options");
  if (!options) return;
  const Place here(place, "options");
  const Value* codecs = options->find("codecs");
  if (!codecs || !codecs->is(Type::array) || codecs->size > 0) return;
  report.add(Place(here, "codecs"), "an empty list: no codec is asked for");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule codecs_empty;
const DocumentRule codecs_empty{
    {.id = "TL0243",
     .slug = "codecs-empty",
     .group = "media",
     .severity = Severity::info,
     .effect = Effect::none,
     .fix = Fix::lossy,
     .repair = Repair::remove,
     .summary = "An empty list of codecs is a value: no codec is asked for, "
                "and the server's other list is not looked at.",
     .looks_at = "/servers/*/options/codecs",
     .message = "an empty list: no codec is asked for",
     .why = "Codecs are taken from the first place that has the key, empty "
            "list or not. Calls then go with whatever both ends agree upon.",
     .cases = "misc-02"},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
