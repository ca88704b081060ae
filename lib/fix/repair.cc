// Repairs of a document's tree at the places that findings point at.
#include "fix/repair.h"

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

using Tokens = std::vector<std::string>;

// The later one of two items of one array comes first: when it goes, the place
// of the other stays what it was.
bool comes_first(const Tokens& a, const Tokens& b) {
  const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (x == a.end() || y == b.end()) return a.size() > b.size();
  const auto i = item_index(*x), j = item_index(*y);
  return i && j ? *i > *j : *x < *y;
}

// Finds values by their tokens and changes them. What is removed keeps its
// place until `sweep`, so that the places of the others stay what they are.
class Repairer {
public:
  Repairer(Value& root, Arena& arena) : root_(root), arena_(arena) {}

  // Whether it was done.
  bool repair(const Tokens& place, Repair how) {
    Value* parent = parent_of(place);
    if (!parent) return false;
    Value* value = child_of(*parent, place.back());
    switch (how) {
      case Repair::none: return false;
      case Repair::remove:
        if (value) removed_.insert(value);
        return value != nullptr;
      case Repair::to_object:
        if (value || !parent->is(Type::object)) return false;
        // Two findings about one place stand one after the other.
        if (!added_.empty() && added_.back() == Added(parent, place.back())) {
          return false;
        }
        added_.emplace_back(parent, arena_.copy(place.back()));
        return true;
      case Repair::to_false:
        if (value) *value = Value::of(false);
        return value != nullptr;
    }
    return false;
  }

  // Takes out what was removed, and puts in what was added.
  void finish() {
    // Before anything moves: these are places in memory.
    std::stable_sort(added_.begin(), added_.end(),
                     [](const auto& a, const auto& b) {
                       return std::less<>()(a.first, b.first);
                     });
    sweep(root_);
  }

private:
  Value* parent_of(const Tokens& place) {
    if (place.empty()) return nullptr;
    Value* parent = &root_;
    for (std::size_t i = 0; parent && i + 1 < place.size(); ++i) {
      parent = child_of(*parent, place[i]);
    }
    return parent;
  }

  Value* child_of(Value& parent, const std::string& token) {
    Value* child = named(parent, token);
    return child && removed_.contains(child) ? nullptr : child;
  }

  Value* named(Value& parent, const std::string& token) {
    if (parent.is(Type::array)) {
      const auto index = item_index(token);
      return index && *index < parent.size ? &parent.items[*index] : nullptr;
    }
    constexpr std::uint32_t few_members = 64;
    if (!parent.is(Type::object) || parent.size <= few_members) {
      return parent.find(token);
    }
    auto [index, is_new] = by_key_.try_emplace(&parent);
    if (is_new) {
      for (Member& member : members(parent)) {
        index->second.emplace(member.key, &member.value);
      }
    }
    const auto found = index->second.find(token);
    return found == index->second.end() ? nullptr : found->second;
  }

  void sweep(Value& value) {
    const auto [first_added, last_added] =
        std::equal_range(added_.begin(), added_.end(), Added(&value, {}),
                         [](const Added& a, const Added& b) {
                           return std::less<>()(a.first, b.first);
                         });
    if (value.is(Type::array)) {
      Value* kept = value.items;
      for (Value& item : items(value)) {
        if (removed_.contains(&item)) continue;
        sweep(item);
        *kept++ = item;
      }
      value.size = static_cast<std::uint32_t>(kept - value.items);
    } else if (value.is(Type::object)) {
      Member* kept = value.members;
      for (Member& member : members(value)) {
        if (removed_.contains(&member.value)) continue;
        sweep(member.value);
        *kept++ = member;
      }
      if (kept != value.end_members()) keep_members(value, kept);
    }
    for (auto added = first_added; added != last_added; ++added) {
      add_member(value, arena_, added->second, Value::empty_object());
    }
  }

  using Added = std::pair<Value*, std::string_view>;

  Value& root_;
  Arena& arena_;
  std::unordered_set<const Value*> removed_;
  std::vector<Added> added_;  // a parent, and the key of an empty object in it
  // The members of objects that have many.
  std::unordered_map<const Value*, std::unordered_map<std::string_view, Value*>>
      by_key_;
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
    if (finding.leads_nowhere) continue;
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
  if (!done.empty()) repairer.finish();
  return done;
}

}  // namespace trunklift
