// Repairs of a document's tree at the places that findings point at.
#include "fix/repair.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace trunklift {
namespace {

using Tokens = std::vector<std::string>;

// Those of a JSON Pointer, without their escapes.
Tokens tokens_of(std::string_view pointer) {
  Tokens out;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      out.emplace_back();
    } else if (pointer[i] == '~' && i + 1 < pointer.size()) {
      out.back() += pointer[++i] == '1' ? '/' : '~';
    } else {
      out.back() += pointer[i];
    }
  }
  return out;
}

std::optional<std::size_t> as_index(std::string_view token) {
  std::size_t out = 0;
  const char* end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, out);
  if (error != std::errc() || stop != end) return {};
  return out;
}

// Of two items of one array the later one comes first: when it goes, the place
// of the other stays what it was.
bool comes_first(const Tokens& a, const Tokens& b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return a.size() > b.size();
  const auto i = as_index(*x), j = as_index(*y);
  return i && j ? *i > *j : *x < *y;
}

Value* child_of(Value& parent, const std::string& token) {
  if (!parent.is(Type::array)) return parent.find(token);
  const auto index = as_index(token);
  return index && *index < parent.size ? &parent.items[*index] : nullptr;
}

void remove_child(Value& parent, const Value& child) {
  if (parent.is(Type::array)) {
    Value* place = parent.items + (&child - parent.items);
    std::copy(place + 1, parent.end_items(), place);
    --parent.size;
    return;
  }
  for (const Member& member : members(parent)) {
    if (&member.value == &child) return remove_member(parent, member);
  }
}

// Whether it was done.
bool repair_at(const Tokens& place, Repair how, Value& root, Arena& arena) {
  if (place.empty()) return false;
  Value* parent = &root;
  for (std::size_t i = 0; parent && i + 1 < place.size(); ++i) {
    parent = child_of(*parent, place[i]);
  }
  if (!parent) return false;
  Value* value = child_of(*parent, place.back());
  switch (how) {
    case Repair::none: return false;
    case Repair::remove:
      if (value) remove_child(*parent, *value);
      return value != nullptr;
    case Repair::to_object:
      if (value || !parent->is(Type::object)) return false;
      add_member(*parent, arena, arena.copy(place.back()),
                 Value::empty_object());
      return true;
    case Repair::to_false:
      if (value) *value = Value::of(false);
      return value != nullptr;
  }
  return false;
}

}  // namespace

bool may_repair(Fix fix, bool lossy) {
  return fix == Fix::safe || (lossy && fix == Fix::lossy);
}

std::vector<const Rule*> repair(std::span<const Finding> findings, bool lossy,
                                Value& root, Arena& arena) {
  std::vector<std::pair<Tokens, const Rule*>> wanted;
  for (const Finding& finding : findings) {
    const Rule& rule = *finding.rule;
    if (rule.repair == Repair::none || !may_repair(rule.fix, lossy)) continue;
    wanted.emplace_back(tokens_of(finding.pointer), &rule);
  }
  std::stable_sort(wanted.begin(), wanted.end(),
                   [](const auto& a, const auto& b) {
                     return comes_first(a.first, b.first);
                   });
  std::vector<const Rule*> done;
  for (const auto& [place, rule] : wanted) {
    if (repair_at(place, rule->repair, root, arena)) done.push_back(rule);
  }
  return done;
}

}  // namespace trunklift
