// Servers that can call out without an emergency caller id: the document as it
// was written.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "check/rule.h"
#include "emergency.h"
#include "model/placeholder.h"

namespace trunklift::rules {
namespace {

bool has_id(const Value* level) {
  const Value* id = child(level, "emergency_caller_id");
  return id && id->size > 0 && !is_undefined(*id);
}

bool has_user(const Value& server) {
  const Value* user = child(server.find("auth"), "auth_user");
  return user && user->size > 0 && !is_undefined(*user);
}

// Of data that nothing reads another rule speaks: that of the server, and that
// of no server.
class Unread {
public:
  explicit Unread(const Value& root) {
    each_unread_emergency(root, [&](const Value&, const Place& place) {
      pointers_.push_back(to_pointer(place) + "/");
    });
  }

  bool is_near(const Place& server) const {
    const std::string here = to_pointer(server) + "/";
    return std::any_of(
        pointers_.begin(), pointers_.end(), [&](const std::string& pointer) {
          return pointer.starts_with(here) || !pointer.starts_with("/servers/");
        });
  }

private:
  std::vector<std::string> pointers_;
};

void check(const Value& root, DocumentReport& report) {
  if (has_id(root.find("account"))) return;
  std::optional<Unread> unread;  // only looked for where an id is missing
  each_written_server(root, [&](const Value& server, const Place& place) {
    if (!has_user(server) || has_id(server.find("options"))) return;
    if (!unread) unread.emplace(root);
    if (unread->is_near(place)) return;
    report.add(place, "no emergency caller id at the server or the account");
  });
}

}  // namespace

extern const DocumentRule emergency_caller_id_none;
const DocumentRule emergency_caller_id_none{
    {.id = "TL0253",
     .slug = "emergency-caller-id-none",
     .group = "emergency",
     .severity = Severity::info,
     .effect = Effect::none,
     .summary = "No emergency caller id for calls of this server: emergency "
                "services see whatever number the call has.",
     .looks_at = "/servers/*",
     .message = "no emergency caller id at the server or the account",
     .why = "Emergency calls use the first emergency caller id of number, "
            "server and account. Without one the caller id of the PBX goes "
            "out, for which no address may be on file. The number that is "
            "shown decides where help is sent. Where emergency data stands at "
            "a place that nothing reads, TL0218 says so instead.",
     .cases = "cid-07 val-04"},
    check};

}  // namespace trunklift::rules
