// The steps of normalization that work on one value.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "model/cast.h"
#include "normalize/walk.h"

namespace trunklift::normalize {

void Walk::cast(const Step& step, Value& value, const Place& place) {
  switch (step.to_type) {
    case Cast::integer:
      if (value.is(Type::integer)) return;
      if (const auto integer = cast_integer(value)) {
        replace(step, value, Value::of(*integer), place);
      }
      return;
    case Cast::boolean:
      if (value.is(Type::boolean)) return;
      if (const auto boolean = cast_boolean(value)) {
        replace(step, value, Value::of(*boolean), place);
      }
      return;
    case Cast::object:
      if (shape_of(value) & step.when) {
        replace(step, value, Value::empty_object(), place);
      }
      return;
    case Cast::text:
      if (value.is(Type::integer)) {
        replace(step, value, Value::of(arena_.copy(value.number_text())),
                place);
      }
      return;
    case Cast::list: return cast_to_list(step, value, place);
    case Cast::array: return cast_to_array(step, value, place);
    case Cast::keys: return cast_to_keys(step, value, place);
  }
}

// {"X-A": "1"} -> [{"X-A": "1"}]
void Walk::cast_to_list(const Step& step, Value& value, const Place& place) {
  if (!value.is(Type::object)) return;
  Value list = Value::empty_array();
  list.size = value.size ? 1 : 0;
  list.items = arena_.new_items(list.size);
  if (value.size) list.items[0] = value;
  replace(step, value, list, place);
}

// {"0": a, "1": b} -> [a, b], in the order of the numbers
void Walk::cast_to_array(const Step& step, Value& value, const Place& place) {
  if (!value.is(Type::object)) return;
  std::vector<std::pair<std::int64_t, const Value*>> order;
  for (const Member& member : members(value)) {
    const auto index = cast_integer(Value::of(member.key));
    if (!all_digits(member.key) || !index) return;
    order.emplace_back(*index, &member.value);
  }
  std::sort(order.begin(), order.end());
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (order[i].first == order[i - 1].first) return;  // "1" and "01"
  }
  Value array = Value::empty_array();
  array.size = value.size;
  array.items = arena_.new_items(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    array.items[i] = *order[i].second;
  }
  replace(step, value, array, place);
}

namespace {

// Digits, and what people write between them. Anything else in a list may be a
// secret that must not become a name, since names are shown.
bool may_be_number(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit) &&
         text.find_first_not_of("+0123456789 -./()") == std::string_view::npos;
}

}  // namespace

// ["+1..", "+1.."] -> {"+1..": {}, "+1..": {}}
void Walk::cast_to_keys(const Step& step, Value& value, const Place& place) {
  if (!value.is(Type::array)) return;
  std::unordered_set<std::string_view> keys;
  for (const Value& item : items(value)) {
    if (!item.is(Type::string) || !may_be_number(item.string()) ||
        !keys.insert(item.string()).second) {
      return;
    }
  }
  Value object = Value::empty_object();
  arena_.make_room(object, value.size);
  for (const Value& item : items(value)) {
    const Key key = item.string();
    object.members[object.size++] = {key, Value::empty_object()};
    object.keys |= Value::key_bit(key);
  }
  replace(step, value, object, place);
}

void Walk::trim(const Step& step, Value& value, const Place& place) {
  if (!value.is(Type::string)) return;
  const std::string_view text = trimmed(value.string());
  if (text.size() != value.size) {
    replace(step, value, Value::of(text), place);
  }
}

void Walk::alias(const Step& step, Value& value, const Place& place) {
  if (value.is(Type::string)) {
    const std::string_view text = value.string();
    for (const auto& [from, to] : step.aliases) {
      if (text.size() != from.size()) continue;
      if (text != from &&
          !(step.ignore_case && equals_ignoring_case(text, from))) {
        continue;
      }
      if (text != to) rewrite(step, value, to, place);
      return;
    }
  }
  if (step.otherwise && (shape_of(value) & step.otherwise_when)) {
    rewrite(step, value, *step.otherwise, place);
  }
}

void Walk::rewrite(const Step& step, Value& value, std::string_view to,
                   const Place& place) {
  record(step, to_pointer(place), &value,
         fmt::format("{} became \"{}\"", described(value), to));
  value = Value::of(to);
}

void Walk::split(const Step& step, Value& value, const Place& place) {
  if (!value.is(Type::string)) return;
  Value list = Value::empty_array();
  std::vector<std::string_view> parts;
  std::string_view rest = value.string();
  for (bool more = true; more;) {
    const auto comma = rest.find(',');
    more = comma != std::string_view::npos;
    const std::string_view part = trimmed(rest.substr(0, comma));
    if (!part.empty()) parts.push_back(part);
    if (more) rest.remove_prefix(comma + 1);
  }
  list.size = static_cast<std::uint32_t>(parts.size());
  list.items = arena_.new_items(parts.size());
  std::transform(parts.begin(), parts.end(), list.items,
                 [](std::string_view part) { return Value::of(part); });
  replace(step, value, list, place);
}

namespace {

// As to_json writes them.
bool same_text(const Value& a, const Value& b) {
  const bool nested = a.is(Type::object) || a.is(Type::array);
  return nested ? to_json(a) == to_json(b) : equal_json(a, b);
}

}  // namespace

void Walk::unique(const Step& step, Value& value, const Place& place) {
  Value list = Value::empty_array();
  list.items = arena_.new_items(value.is(Type::array) ? value.size : 0);
  // Only where comparing all would be slow.
  constexpr std::uint32_t few_items = 32;
  std::unordered_set<std::string> texts;
  const auto is_known = [&](const Value& item) {
    if (value.size > few_items) return !texts.insert(to_json(item)).second;
    return std::any_of(list.items, list.items + list.size,
                       [&](const Value& v) { return same_text(v, item); });
  };
  for (const Value& item : items(value)) {
    if (!is_known(item)) list.items[list.size++] = item;
  }
  if (value.is(Type::array) && list.size != value.size) {
    replace(step, value, list, place);
  }
}

}  // namespace trunklift::normalize
