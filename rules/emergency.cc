// Emergency data in a document as it was written, wherever it stands.
#include "emergency.h"

#include "model/emergency.h"

namespace trunklift::rules {
namespace {

// What a value is for the platform, as far as emergency data goes.
enum class Level {
  document,
  account,
  servers,
  server,
  options,
  numbers,
  number,
  restriction,  // by classes of numbers, one of which is "emergency"
  other,
};

Level level_in(Level level, const Key& key) {
  switch (level) {
    case Level::document:
      if (key == "account") return Level::account;
      if (key == "servers") return Level::servers;
      break;
    case Level::servers: return Level::server;
    case Level::server:
      if (key == "options") return Level::options;
      if (key == "DIDs") return Level::numbers;
      break;
    case Level::numbers: return Level::number;
    default: break;
  }
  if (key == "call_restriction") return Level::restriction;
  if (key == "DIDs_Unassigned") return Level::numbers;
  return Level::other;
}

// Which of the levels calls look at for an emergency caller id or for headers.
bool is_read(Level level, const Member& member) {
  const bool is_setting = level == Level::account || level == Level::options;
  if (member.key == "sip_headers") {
    return is_setting || level == Level::number;
  }
  return is_setting && member.key == "emergency_caller_id" &&
         !member.value.is(Type::array);
}

class Search {
public:
  explicit Search(std::vector<KeptPointer>& found) : found_(found) {}

  void look(const Value& value, const Place& place, Level level) {
    if (value.is(Type::array)) {
      const Level item = level == Level::servers ? Level::server : Level::other;
      for (std::uint32_t i = 0; i < value.size; ++i) {
        if (!has_members(value.items[i])) continue;
        look(value.items[i], Place(place, i), item);
      }
    }
    for (const Member& member : members(value)) {
      const bool named = is_emergency_name(member.key);
      if (!named && !has_members(member.value)) continue;
      this->member(member, Place(place, member.key), level, named);
    }
  }

private:
  static bool has_members(const Value& value) {
    return (value.is(Type::object) || value.is(Type::array)) && value.size > 0;
  }

  void member(const Member& member, const Place& place, Level level,
              bool named) {
    if (is_read(level, member)) {
      if (member.key != "sip_headers") look(member.value, place, Level::other);
      return;
    }
    const bool is_class = level == Level::restriction;
    const bool counts = named && !is_class &&
                        !(level == Level::number && is_mark(member.value));
    if (counts && says_something(member.value)) {
      found_.push_back(kept_pointer(place));
    } else {
      look(member.value, place, level_in(level, member.key));
    }
  }

  std::vector<KeptPointer>& found_;
};

}  // namespace

const std::vector<KeptPointer>& unread_emergency(const Value& root,
                                                 DocumentReport& report) {
  auto& found = report.shared().unread_emergency;
  if (!found) {
    found.emplace();
    Search(*found).look(root, Place(), Level::document);
  }
  return *found;
}

}  // namespace trunklift::rules
