// Servers that can call out without an emergency caller id: the document as it
// was written.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
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

// Another rule speaks of data that nothing reads: that of the server, and that
// of no server.
class DataAside {
public:
  explicit DataAside(const std::vector<KeptPointer>& pointers) {
    constexpr std::string_view list = "/servers/";
    for (const KeptPointer& kept : pointers) {
      const std::string_view pointer = kept.text;
      const std::size_t end = pointer.find('/', list.size());
      const bool is_of_server =
          pointer.starts_with(list) && end != std::string_view::npos;
      is_anywhere_ |= !pointer.starts_with(list);
      if (is_of_server) servers_.insert(pointer.substr(0, end));
    }
  }
  bool is_near(const Place& server) const {
    return is_anywhere_ ||
           (!servers_.empty() && servers_.contains(to_pointer(server)));
  }

private:
  bool is_anywhere_ = false;
  std::unordered_set<std::string_view> servers_;  // that have some: pointers
};

void check(const Value& root, DocumentReport& report) {
  if (has_id(root.find("account"))) return;
  std::optional<DataAside> aside;
  each_written_server(root, [&](const Value& server, const Place& place) {
    if (!has_user(server) || has_id(server.find("options"))) return;
    if (!aside) aside.emplace(unread_emergency(root, report));
    if (aside->is_near(place)) return;
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
