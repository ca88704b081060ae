// The steps of normalization that work on the members of an object.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "model/cast.h"
#include "model/number.h"
#include "normalize/walk.h"

namespace trunklift::normalize {
namespace {

std::string pointer_of(const Place& place, const Path& path) {
  std::string pointer = to_pointer(place);
  append_token(pointer, path.first);
  if (!path.second.empty()) append_token(pointer, path.second);
  return pointer;
}

// The object that holds what `path` leads to, and the name in it.
struct Holder {
  Value* object;
  std::string_view name;
};
Holder holder_of(Value& object, const Path& path) {
  if (path.second.empty()) return {&object, path.first};
  return {object.find(path.first), path.second};
}

constexpr std::uint32_t few_members = 64;

void remove_named(Value& object, std::string_view name) {
  for (const Member& member : members(object)) {
    if (member.key == name) return remove_member(object, member);
  }
}

}  // namespace

void Walk::drop_member(const Step& step, Value& object, const Place& place) {
  const Value* value = step.from.in(object);
  if (!value || !(shape_of(*value) & step.when)) return;
  if (!is_meant(step, *value)) return;
  record(step, pointer_of(place, step.from), value, dropped(*value));
  const Holder from = holder_of(object, step.from);
  remove_named(*from.object, from.name);
}

void Walk::rename(const Step& step, Value& object, const Place& place) {
  if (object.find(step.to.first)) return;
  for (Member& member : members(object)) {
    if (member.key != step.from.first) continue;
    return rename_to(
        step, object, member, step.to.first, place,
        fmt::format("renamed from {} to {}", step.from.first, step.to.first));
  }
}

void Walk::rename_to(const Step& step, Value& object, Member& member,
                     std::string_view to, const Place& place,
                     std::string message) {
  std::string pointer = to_pointer(place);
  append_token(pointer, to);
  changes_.push_back({step.rule, Change::Kind::rename, pointer,
                      std::string(std::string_view(member.key))});
  std::string written = to_pointer(place);
  append_token(written, member.key);
  findings_.add(*step.rule, std::move(written), std::move(message));
  rename_member(object, member, to);
}

void Walk::move(const Step& step, Value& object, const Place& place) {
  const Value* value = step.from.in(object);
  if (!value || step.to.in(object)) return;
  if (step.when && !(shape_of(*value) & step.when)) return;
  const Holder to = holder_of(object, step.to);
  if (!to.object || !to.object->is(Type::object)) return;
  const Value moved = *value;
  changes_.push_back(
      {step.rule, Change::Kind::set, pointer_of(place, step.to), {}});
  add_member(*to.object, arena_, to.name, moved);
  record(step, pointer_of(place, step.from), &moved,
         "moved to " + pointer_of(place, step.to));
  const Holder from = holder_of(object, step.from);
  remove_named(*from.object, from.name);
}

void Walk::fold(const Step& step, Value& object, const Place& place) {
  const Value* value = step.from.in(object);
  const Value* same = step.to.in(object);
  if (!value || !same || !equal_json(*value, *same)) return;
  record(step, pointer_of(place, step.from), value,
         "dropped: the same as " + pointer_of(place, step.to));
  const Holder from = holder_of(object, step.from);
  remove_named(*from.object, from.name);
}

void Walk::standby(const Step& step, Value& object, const Place& place) {
  const Value* from = step.from.in(object);
  if (step.to.in(object) || !from) return;
  if (step.when && !(shape_of(*from) & step.when)) return;
  const Holder to = holder_of(object, step.to);
  if (!to.object || !to.object->is(Type::object)) return;
  record(step, pointer_of(place, step.to), nullptr,
         fmt::format("absent, became \"{}\"", step.value));
  add_member(*to.object, arena_, to.name, Value::of(step.value));
}

// "192.0.2.1:5070" -> "192.0.2.1" and 5070. Not for IPv6.
void Walk::part(const Step& step, Value& object, const Place& place) {
  Value* value = object.find(step.from.first);
  if (!value || object.find(step.to.first)) return;
  const std::string_view text = value->string_or_empty();
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos) return;
  const std::string_view digits = text.substr(colon + 1);
  const auto port = cast_integer(Value::of(digits));
  if (!all_digits(digits) || digits.size() > 5 || !port) return;
  changes_.push_back(
      {step.rule, Change::Kind::set, pointer_of(place, step.to), {}});
  replace(step, *value, Value::of(text.substr(0, colon)),
          Place(place, step.from.first));
  add_member(object, arena_, step.to.first, Value::of(*port));
}

// An empty half says nothing where the other half speaks, and is dropped.
// Where no half speaks, the caller id still ends the platform's search for
// one, so that must stay visible.
void Walk::blank(const Step& step, Value& object, const Place& place) {
  bool had_half = false;
  for (const Key name : {"cid_name", "cid_number"}) {
    const Value* half = object.find(name);
    if (!half || !half->is(Type::string) || half->size) continue;
    had_half = true;
    record(step, pointer_of(place, {name, {}}), half,
           "empty text was dropped: it means no caller id");
    remove_named(object, name);
  }
  if (!had_half || object.find("cid_name") || object.find("cid_number") ||
      object.find("blank")) {
    return;
  }
  changes_.push_back(
      {step.rule, Change::Kind::set, pointer_of(place, {"blank", {}}), {}});
  add_member(object, arena_, "blank", Value::of(true));
}

// Members by the number that the platform would look up. `value` tells
// the two kinds apart: keys that its rules turn into another number, and
// keys that only do so without their punctuation.
void Walk::number(const Step& step, Value& object, const Place& place) {
  const bool punctuation = step.value == "punctuation";
  // Only where looking at all would be slow.
  std::unordered_set<std::string_view> keys;
  if (object.size > few_members) {
    for (const Member& member : members(object)) keys.insert(member.key);
  }
  for (std::uint32_t i = 0; i < object.size; ++i) {
    const std::string_view key = object.members[i].key;
    if (is_plus_number(key)) continue;
    std::string number = normalized_number(key);
    if (punctuation) number = normalized_number(without_separators(key));
    if (number == key || !is_plus_number(number)) continue;
    if (keys.empty() ? object.find(number) != nullptr : keys.contains(number)) {
      continue;
    }
    const std::string_view kept = arena_.copy(number);
    if (!keys.empty()) keys.insert(kept);
    rename_to(step, object, object.members[i], kept, place,
              fmt::format(
                  "{}; became {}",
                  punctuation ? "no call ever matched it" : "without its plus",
                  number));
  }
}

void Walk::unname(const Step& step, Value& object, const Place& place) {
  const auto may_be = [](const Member& member) {
    const std::string_view name = member.key;  // mostly a number
    return !name.empty() && name[0] != '+' && !is_digit(name[0]);
  };
  if (std::none_of(object.members, object.end_members(), may_be)) return;
  Member* kept = object.members;
  for (Member& member : members(object)) {
    const Value name = Value::of(member.key.text());
    if (is_meant(step, name)) {
      record(step, pointer_of(place, {member.key, {}}), &member.value,
             dropped(name));
      continue;
    }
    if (kept != &member) *kept = member;
    ++kept;
  }
  if (kept != object.end_members()) keep_members(object, kept);
}

}  // namespace trunklift::normalize
