// Brings a checked document into its canonical form; every change is recorded.
#include "normalize/normalize.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "model/number.h"
#include "model/pointer.h"
#include "normalize/cast.h"

namespace trunklift {
namespace {

using normalize::Cast;
using normalize::Node;
using normalize::Op;
using normalize::Path;
using normalize::Program;
using normalize::shape_of;
using normalize::Step;

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

// What kind of thing a value is, without telling the value.
std::string described(const Value& value) {
  switch (value.type) {
    case Type::boolean: return value.truth ? "true" : "false";
    case Type::string:
      return value.size ? "text of " +
                              counted(code_points(value.string()), "character")
                        : "empty text";
    case Type::array: return "an array of " + counted(value.size, "item");
    case Type::object: return "an object of " + counted(value.size, "member");
    case Type::null: return "null";
    default: return "a number";
  }
}

Value* find_path(const Value& object, const Path& path) {
  Value* value = object.find(path.first);
  if (value && !path.second.empty()) value = value->find(path.second);
  return value;
}

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

void remove_named(Value& object, std::string_view name) {
  for (const Member& member : members(object)) {
    if (member.key == name) return remove_member(object, member);
  }
}

class Walk {
public:
  Walk(const Program& program, Arena& arena, Findings& findings,
       std::vector<Change>& changes)
      : program_(program),
        arena_(arena),
        findings_(findings),
        changes_(changes) {}

  // False if `value` is to be removed from its parent.
  bool visit(const Node& node, Value& value, const Place& place) {
    for (const Step& step : node.on_value) {
      if (!on_value(step, value, place)) return false;
    }
    if (value.is(Type::object)) {
      for (std::uint32_t i = 0; i < value.size;) {
        Member& member = value.members[i];
        const std::uint32_t child = node.child(member.key);
        if (child != 0 && !visit(program_.node(child), member.value,
                                 Place(place, member.key))) {
          remove_member(value, member);
        } else {
          ++i;
        }
      }
      for (const Step& step : node.on_members) on_members(step, value, place);
    } else if (value.is(Type::array) && node.any != 0) {
      for (std::uint32_t i = 0; i < value.size; ++i) {
        visit(program_.node(node.any), value.items[i], Place(place, i));
      }
    }
    return true;
  }

private:
  void record(const Step& step, std::string pointer, const Value* before,
              std::string message) {
    changes_.push_back({step.rule, Change::Kind::set, pointer,
                        before ? to_json(*before) : std::string{}});
    findings_.add(*step.rule, std::move(pointer), std::move(message));
  }

  void replace(const Step& step, Value& value, const Value& with,
               const Place& place) {
    record(step, to_pointer(place), &value,
           described(value) + " became " + described(with));
    value = with;
  }

  bool on_value(const Step& step, Value& value, const Place& place) {
    switch (step.op) {
      case Op::drop:
        if (!(shape_of(value) & step.when)) return true;
        record(step, to_pointer(place), &value,
               described(value) + " was dropped: it means nothing here");
        return false;
      case Op::cast: cast(step, value, place); return true;
      case Op::trim: trim(step, value, place); return true;
      case Op::alias: alias(step, value, place); return true;
      case Op::split: split(step, value, place); return true;
      case Op::unique: unique(step, value, place); return true;
      default: return true;
    }
  }

  void on_members(const Step& step, Value& object, const Place& place) {
    if (!step.if_key.first.empty()) {
      const Value* condition = find_path(object, step.if_key);
      if (!condition || condition->string_or_empty() != step.if_value) return;
    }
    switch (step.op) {
      case Op::drop: drop_member(step, object, place); break;
      case Op::rename: rename(step, object, place); break;
      case Op::move: move(step, object, place); break;
      case Op::fold: fold(step, object, place); break;
      case Op::standby: standby(step, object, place); break;
      case Op::part: part(step, object, place); break;
      case Op::blank: blank(step, object, place); break;
      case Op::number: number(step, object, place); break;
      default: break;
    }
  }

  void cast(const Step& step, Value& value, const Place& place) {
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
  void cast_to_list(const Step& step, Value& value, const Place& place) {
    if (!value.is(Type::object)) return;
    Value list = Value::empty_array();
    list.size = value.size ? 1 : 0;
    list.items = arena_.new_items(list.size);
    if (value.size) list.items[0] = value;
    replace(step, value, list, place);
  }

  // {"0": a, "1": b} -> [a, b], in the order of the numbers
  void cast_to_array(const Step& step, Value& value, const Place& place) {
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

  // ["+1..", "+1.."] -> {"+1..": {}, "+1..": {}}
  void cast_to_keys(const Step& step, Value& value, const Place& place) {
    if (!value.is(Type::array)) return;
    Value object = Value::empty_object();
    for (const Value& item : items(value)) {
      if (!item.is(Type::string) || object.find(item.string())) return;
      add_member(object, arena_, item.string(), Value::empty_object());
    }
    replace(step, value, object, place);
  }

  void trim(const Step& step, Value& value, const Place& place) {
    if (!value.is(Type::string)) return;
    const std::string_view text = trimmed(value.string());
    if (text.size() != value.size) {
      replace(step, value, Value::of(text), place);
    }
  }

  void alias(const Step& step, Value& value, const Place& place) {
    if (value.is(Type::string)) {
      const std::string_view text = value.string();
      for (const auto& [from, to] : step.aliases) {
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

  void rewrite(const Step& step, Value& value, std::string_view to,
               const Place& place) {
    record(step, to_pointer(place), &value,
           fmt::format("{} became \"{}\"", described(value), to));
    value = Value::of(to);
  }

  void split(const Step& step, Value& value, const Place& place) {
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

  void unique(const Step& step, Value& value, const Place& place) {
    Value list = Value::empty_array();
    list.items = arena_.new_items(value.is(Type::array) ? value.size : 0);
    for (const Value& item : items(value)) {
      const bool known =
          std::any_of(list.items, list.items + list.size,
                      [&](const Value& v) { return equal_json(v, item); });
      if (!known) list.items[list.size++] = item;
    }
    if (value.is(Type::array) && list.size != value.size) {
      replace(step, value, list, place);
    }
  }

  void drop_member(const Step& step, Value& object, const Place& place) {
    const Value* value = find_path(object, step.from);
    if (!value || !(shape_of(*value) & step.when)) return;
    record(step, pointer_of(place, step.from), value,
           described(*value) + " was dropped: it means nothing here");
    const Holder from = holder_of(object, step.from);
    remove_named(*from.object, from.name);
  }

  void rename(const Step& step, Value& object, const Place& place) {
    if (!object.find(step.from.first) || object.find(step.to.first)) return;
    rename_to(
        step, object, step.from.first, step.to.first, place,
        fmt::format("renamed from {} to {}", step.from.first, step.to.first));
  }

  void rename_to(const Step& step, Value& object, std::string_view from,
                 std::string_view to, const Place& place, std::string message) {
    for (Member& member : members(object)) {
      if (member.key != from) continue;
      std::string pointer = to_pointer(place);
      append_token(pointer, to);
      changes_.push_back(
          {step.rule, Change::Kind::rename, pointer, std::string(from)});
      std::string written = to_pointer(place);
      append_token(written, from);
      findings_.add(*step.rule, std::move(written), std::move(message));
      member.key = to;
      return;
    }
  }

  void move(const Step& step, Value& object, const Place& place) {
    const Value* value = find_path(object, step.from);
    if (!value || find_path(object, step.to)) return;
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

  void fold(const Step& step, Value& object, const Place& place) {
    const Value* value = find_path(object, step.from);
    const Value* same = find_path(object, step.to);
    if (!value || !same || !equal_json(*value, *same)) return;
    record(step, pointer_of(place, step.from), value,
           "dropped: the same as " + pointer_of(place, step.to));
    const Holder from = holder_of(object, step.from);
    remove_named(*from.object, from.name);
  }

  void standby(const Step& step, Value& object, const Place& place) {
    const Value* from = find_path(object, step.from);
    if (find_path(object, step.to) || !from) return;
    if (step.when && !(shape_of(*from) & step.when)) return;
    const Holder to = holder_of(object, step.to);
    if (!to.object || !to.object->is(Type::object)) return;
    record(step, pointer_of(place, step.to), nullptr,
           fmt::format("absent, became \"{}\"", step.value));
    add_member(*to.object, arena_, to.name, Value::of(step.value));
  }

  // "192.0.2.1:5070" -> "192.0.2.1" and 5070. Not for IPv6.
  void part(const Step& step, Value& object, const Place& place) {
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
  void blank(const Step& step, Value& object, const Place& place) {
    bool had_half = false;
    for (const std::string_view name : {"cid_name", "cid_number"}) {
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
  void number(const Step& step, Value& object, const Place& place) {
    const bool punctuation = step.value == "punctuation";
    for (std::uint32_t i = 0; i < object.size; ++i) {
      const std::string_view key = object.members[i].key;
      if (is_plus_number(key)) continue;
      std::string number = normalized_number(key);
      if (punctuation) number = normalized_number(without_separators(key));
      if (number == key || !is_plus_number(number) || object.find(number)) {
        continue;
      }
      rename_to(step, object, key, arena_.copy(number), place,
                fmt::format("no call ever matched it; became {}", number));
    }
  }

  const Program& program_;
  Arena& arena_;
  Findings& findings_;
  std::vector<Change>& changes_;
};

}  // namespace

void normalize_document(const Program& program, Value& root, Arena& arena,
                        Findings& findings, std::vector<Change>& changes) {
  Walk(program, arena, findings, changes).visit(program.root(), root, Place{});
}

}  // namespace trunklift
