// Brings a checked document into its canonical form; every change is recorded.
#include "normalize/normalize.h"

#include "base/text.h"
#include "model/placeholder.h"
#include "normalize/walk.h"

namespace trunklift::normalize {
namespace {

std::string counted(std::size_t count, std::string_view what) {
  std::string out = std::to_string(count);
  out += ' ';
  out += what;
  if (count != 1) out += 's';
  return out;
}

}  // namespace

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

std::string dropped(const Value& value) {
  const std::string what =
      is_undefined(value) ? "the text \"undefined\"" : described(value);
  return what + " was dropped: it means nothing here";
}

bool is_meant(const Step& step, const Value& value) {
  switch (step.only) {
    case Only::undefined: return is_undefined(value);
    case Only::undefined_address:
      return is_undefined_address(value.string_or_empty());
    case Only::placeholder: return is_placeholder(value.string_or_empty());
    case Only::anything: break;
  }
  return true;
}

// Whether a visit may come to anything.
bool Walk::wants(const Node& node, const Value& value) {
  return !node.is_leaf || (node.shapes & shape_of(value)) != 0;
}

bool Walk::visit(const Node& node, Value& value, const Place& place) {
  if (node.shapes & shape_of(value)) {
    for (const Step& step : node.on_value) {
      if (!(step.shapes & shape_of(value))) continue;
      if (may_change_ && !may_change_(step, place)) continue;
      if (!on_value(step, value, place)) return false;
    }
  }
  if (node.is_leaf) return true;
  if (value.is(Type::object)) {
    visit_members(node, value, place);
    for (const Step& step : node.on_members) {
      if ((step.keys & value.keys) != step.keys) continue;
      if (may_change_ && !may_change_(step, place)) continue;
      on_members(step, value, place);
    }
  } else if (value.is(Type::array) && node.any != 0) {
    for (std::uint32_t i = 0; i < value.size; ++i) {
      visit(program_.node(node.any), value.items[i], Place(place, i));
    }
  }
  return true;
}

// What is removed leaves its place to those behind it, which move once.
void Walk::visit_members(const Node& node, Value& object, const Place& place) {
  Member* kept = object.members;
  for (Member& member : members(object)) {
    const std::uint32_t child = node.child(member.key);
    if (child != 0 && wants(program_.node(child), member.value) &&
        !visit(program_.node(child), member.value, Place(place, member.key))) {
      continue;
    }
    if (kept != &member) *kept = member;
    ++kept;
  }
  if (kept != object.end_members()) keep_members(object, kept);
}

void Walk::record(const Step& step, std::string pointer, const Value* before,
                  std::string message) {
  changes_.push_back({step.rule, Change::Kind::set, pointer,
                      before ? to_json(*before) : std::string{}});
  findings_.add(*step.rule, std::move(pointer), std::move(message));
}

void Walk::replace(const Step& step, Value& value, const Value& with,
                   const Place& place) {
  record(step, to_pointer(place), &value,
         described(value) + " became " + described(with));
  value = with;
}

bool Walk::on_value(const Step& step, Value& value, const Place& place) {
  switch (step.op) {
    case Op::drop:
      if (!(shape_of(value) & step.when) || !is_meant(step, value)) return true;
      record(step, to_pointer(place), &value, dropped(value));
      ++drops_;
      return false;
    case Op::cast: cast(step, value, place); return true;
    case Op::trim: trim(step, value, place); return true;
    case Op::alias: alias(step, value, place); return true;
    case Op::split: split(step, value, place); return true;
    case Op::unique: unique(step, value, place); return true;
    default: return true;
  }
}

void Walk::on_members(const Step& step, Value& object, const Place& place) {
  if (!step.if_key.first.empty()) {
    const Value* condition = step.if_key.in(object);
    if (!condition || condition->string_or_empty() != step.if_value) return;
  }
  if (!step.beside.first.empty() && !step.beside.in(object)) return;
  switch (step.op) {
    case Op::drop: drop_member(step, object, place); break;
    case Op::rename: rename(step, object, place); break;
    case Op::move: move(step, object, place); break;
    case Op::fold: fold(step, object, place); break;
    case Op::standby: standby(step, object, place); break;
    case Op::part: part(step, object, place); break;
    case Op::blank: blank(step, object, place); break;
    case Op::number: number(step, object, place); break;
    case Op::unname: unname(step, object, place); break;
    default: break;
  }
}

}  // namespace trunklift::normalize

namespace trunklift {

bool normalize_document(const normalize::Program& program, Value& root,
                        Arena& arena, Findings& findings,
                        std::vector<Change>& changes,
                        const normalize::MayChange& may_change) {
  normalize::Walk walk(program, arena, findings, changes, may_change);
  walk.visit(program.root(), root, Place{});
  return walk.drops() < changes.size();
}

}  // namespace trunklift
