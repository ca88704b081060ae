// Repairs of a document's tree at the places that findings point at.
#include "fix/repair.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

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

// Finds and changes values by their tokens.
class Repairer {
public:
  Repairer(Value& root, Arena& arena) : root_(root), arena_(arena) {}

  // Whether it was done.
  bool repair(const Tokens& place, Repair how) {
    if (place.empty()) return false;
    Value* parent = &root_;
    bool is_below = false;  // what is known stays where it is
    for (std::size_t i = 0; parent && i + 1 < place.size(); ++i) {
      Value* child = child_of(*parent, place[i]);
      is_below |= parent == members_of_;
      parent = child;
    }
    if (!parent) return false;
    Value* value = child_of(*parent, place.back());
    if (!is_below && how != Repair::to_false) members_of_ = nullptr;
    switch (how) {
      case Repair::none: return false;
      case Repair::remove:
        if (value) remove_child(*parent, *value);
        return value != nullptr;
      case Repair::to_object:
        if (value || !parent->is(Type::object)) return false;
        add_member(*parent, arena_, arena_.copy(place.back()),
                   Value::empty_object());
        return true;
      case Repair::to_false:
        if (value) *value = Value::of(false);
        return value != nullptr;
    }
    return false;
  }

private:
  Value* child_of(Value& parent, const std::string& token) {
    if (parent.is(Type::array)) {
      const auto index = as_index(token);
      return index && *index < parent.size ? &parent.items[*index] : nullptr;
    }
    constexpr std::uint32_t few_members = 64;
    if (!parent.is(Type::object) || parent.size <= few_members) {
      return parent.find(token);
    }
    // The last one that has many members: findings come place by place.
    if (members_of_ != &parent) {
      members_of_ = &parent;
      members_.clear();
      for (Member& member : members(parent)) {
        members_.emplace(member.key, &member.value);
      }
    }
    const auto found = members_.find(token);
    return found == members_.end() ? nullptr : found->second;
  }

  static void remove_child(Value& parent, const Value& child) {
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

  Value& root_;
  Arena& arena_;
  const Value* members_of_ = nullptr;
  std::unordered_map<std::string_view, Value*> members_;
};

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
  Repairer repairer(root, arena);
  for (const auto& [place, rule] : wanted) {
    if (repairer.repair(place, rule->repair)) done.push_back(rule);
  }
  return done;
}

}  // namespace trunklift
