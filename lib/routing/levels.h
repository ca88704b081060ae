// The levels that a setting is looked for at, and the rules that pick one.
#pragma once

#include <initializer_list>
#include <span>
#include <vector>

#include "routing/route.h"
#include "routing/term.h"

namespace trunklift::routing {

// What a level has of one setting.
struct Found {
  Term term = nullptr;
  Level level = Level::fallback;
};

// The objects that settings are read from, in their order. Reading a setting
// reads it at all levels, as the platform does, and so may throw Crash.
struct LevelObject {
  Level level;
  Term object;
};
using Levels = std::span<const LevelObject>;

// The first text that is not empty, or object that has members; all else is
// passed over, numbers and booleans too.
Found first_text_or_object(Levels levels, const Key& member);
// The same, and whether the answer is the text "process".
struct Media {
  bool process;
  Level level;
};
Media media_handling(Levels levels);
// As above, but a text ends the search and is no answer.
Found failover(Levels levels);
// The only object that has members; nothing where there are several.
Found sip_headers(Levels levels, Term of_call = nullptr);
// The first array.
Found first_array(Levels levels, const Key& member);

// The flags that the account's document adds to each call: `kind` is static or
// dynamic.
Term account_flags(Term account_document, const Key& kind);

// A caller id: the first level with either half. An array has none, and what is
// neither that nor an object ends the process.
struct CallerIdFound {
  Term name = nullptr, number = nullptr;
  Level level = Level::fallback;
};
CallerIdFound caller_id(Levels levels, const Key& member);

// Appends settings, but no absent value and no empty text.
class SettingList {
public:
  SettingList(std::vector<Setting>& out, Arena& arena)
      : out_(out), arena_(arena) {}
  void put(std::string_view name, const Found& found, std::string_view member) {
    if (!found.term || is_empty_text(found.term)) return;
    out_.push_back({name, *found.term, found.level, member});
  }
  void put(std::string_view name, std::string_view text, Level level,
           std::string_view member = {}) {
    if (text.empty()) return;
    out_.push_back({name, Value::of(arena_.copy(text)), level, member});
  }

private:
  std::vector<Setting>& out_;
  Arena& arena_;
};

}  // namespace trunklift::routing
