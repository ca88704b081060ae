// Names are searched, values are walked.
#include "model/emergency.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "model/placeholder.h"

namespace trunklift {
namespace {

bool contains_ignoring_case(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
  };
  return std::search(text.begin(), text.end(), word.begin(), word.end(),
                     same) != text.end();
}

// "e911", or with one other character after the letter.
bool has_e911(std::string_view name) {
  for (auto at = name.find("911", 1); at != std::string_view::npos;
       at = name.find("911", at + 1)) {
    const auto is_e = [&](std::size_t place) {
      return (name[place] | 32) == 'e';
    };
    const bool apart = at > 1 && std::strchr("_- .", name[at - 1]);
    if (is_e(at - 1) || (apart && is_e(at - 2))) return true;
  }
  return false;
}

}  // namespace

bool is_emergency_name(std::string_view name) {
  if (name.starts_with('+')) return false;
  // Most names have neither character, and are done here.
  for (const char c : name) {
    if (c == '9' || (c | 32) == 'g') {
      return has_e911(name) || contains_ignoring_case(name, "emergency");
    }
  }
  return false;
}

bool is_mark(const Value& value) {
  return value.is(Type::boolean) ? value.truth
                                 : value.string_or_empty() == "true";
}

bool says_something(const Value& value) {
  switch (value.type) {
    case Type::null: return false;
    case Type::boolean: return value.truth;
    case Type::string:
      return !trimmed(value.string()).empty() && !is_undefined(value);
    case Type::array:
      return std::any_of(value.items, value.items + value.size, says_something);
    case Type::object:
      return std::any_of(
          value.members, value.members + value.size,
          [](const Member& member) { return says_something(member.value); });
    default: return true;
  }
}

}  // namespace trunklift
