// Keys that only Kazoo 5 writes.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  const Value* id = server.find("server_id");
  if (!id || id->string_or_empty().empty()) return;
  report.add(Place(place, "server_id"), "a server id, as Kazoo 5 gives them");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule kazoo5_shape;
const DocumentRule kazoo5_shape{
    {.id = "TL0256",
     .slug = "kazoo5-shape",
     .group = "document",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "Written by Kazoo 5, which reads trunks by other rules.",
     .looks_at = "/servers/*/server_id",
     .message = "a server id, as Kazoo 5 gives them",
     .why = "Kazoo 5 keeps a document of its own for each server and takes "
            "numbers and booleans where Kazoo 4 passes over them: failover "
            "false hides the levels below, and servers have to be a list. "
            "What is said here of calls is Kazoo 4's way."},
    check,
    Needs::looked_at()};

}  // namespace trunklift::rules
