// Servers without a name.
#include "check/rule.h"

namespace trunklift::rules {
namespace {

void check_server(const Value& server, const Place& place,
                  DocumentReport& report) {
  if (!server.is(Type::object) || server.find("not_editable")) return;
  const Value* name = server.find("server_name");
  if (name && !name->string_or_empty().empty()) return;
  report.add(Place(place, "server_name"), "expected a name, found none");
}

void check(const Value& root, DocumentReport& report) {
  each_server(root, [&](const Value& server, const Place& place) {
    check_server(server, place, report);
  });
}

}  // namespace

extern const DocumentRule server_name_missing;
const DocumentRule server_name_missing{
    {.id = "TL0261",
     .slug = "server-name-missing",
     .group = "server",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "A server without a name: the device gets one of its document "
                "and position.",
     .looks_at = "/servers/*/server_name",
     .message = "expected a name, found none",
     .why = "Nothing routes by it, but a modern device must have one, and "
            "whoever looks after the customer tells servers apart by it.",
     .cases = "val-08"},
    check};

}  // namespace trunklift::rules
