// Which level of a typed document has a setting.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include "model/legacy.h"
#include "routing/levels.h"

namespace trunklift::routing {

template <typename T>
struct Picked {
  std::optional<T> value;
  Level level = Level::fallback;
};

template <typename T>
Picked<T> pick(
    std::initializer_list<std::pair<const std::optional<T>*, Level>> levels) {
  for (const auto& [value, level] : levels) {
    if (*value) return {*value, level};
  }
  return {};
}

// The first level that has one, be it an explicit none.
inline std::pair<const CallerId*, Level> pick_caller_id(
    std::initializer_list<std::pair<const CallerId*, Level>> levels) {
  for (const auto& [id, level] : levels) {
    if (id->present) return {id, level};
  }
  return {nullptr, Level::fallback};
}

// A text of the documents, which is not copied.
inline void put_text(SettingList& list, std::string_view name,
                     const std::optional<std::string_view>& text, Level level,
                     std::string_view member) {
  if (!text) return;
  const Value value = Value::of(*text);
  list.put(name, Found{&value, level}, member);
}

}  // namespace trunklift::routing
