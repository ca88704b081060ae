// Numbers are doubles here, as JavaScript has them.
#include "model/view_order.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"

namespace trunklift {
namespace {

constexpr Key realm_key = "auth_realm";

// number < atom < tuple (an object) < list (an array) < binary (a text)
int order_of(Type type) {
  switch (type) {
    case Type::integer:
    case Type::real:
    case Type::big: return 0;
    case Type::null:
    case Type::boolean: return 1;
    case Type::object: return 2;
    case Type::array: return 3;
    case Type::string: return 4;
  }
  return 0;
}

template <typename T>
int three_way(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int compare_numbers(const Value& a, const Value& b) {
  if (a.is(Type::integer) && b.is(Type::integer)) {
    return three_way(a.integer, b.integer);
  }
  return three_way(script_real(a), script_real(b));
}

int compare_objects(const Value& a, const Value& b) {
  const ScriptMembers left(a), right(b);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (const int keys = three_way(left[i].key, right[i].key)) return keys;
    if (const int values = compare_terms(left[i].value, right[i].value)) {
      return values;
    }
  }
  return three_way(left.size(), right.size());
}

int compare_arrays(const Value& a, const Value& b) {
  for (std::uint32_t i = 0; i < std::min(a.size, b.size); ++i) {
    if (const int result = compare_terms(a.items[i], b.items[i])) return result;
  }
  return three_way(a.size, b.size);
}

// The names that JavaScript takes for array indexes: below 2^32 - 1, without a
// leading zero.
std::optional<std::uint32_t> script_index(std::string_view name) {
  if (name.size() > 10 || !all_digits(name)) return {};
  if (name.size() > 1 && name[0] == '0') return {};
  std::uint64_t index = 0;
  std::from_chars(name.data(), name.data() + name.size(), index);
  if (index >= 0xffffffff) return {};
  return static_cast<std::uint32_t>(index);
}

}  // namespace

double script_real(const Value& value) {
  if (value.is(Type::integer)) return static_cast<double>(value.integer);
  if (value.is(Type::real)) return value.real;
  return std::strtod(std::string(value.string()).c_str(), nullptr);
}

std::string_view atom_of(const Value& value) {
  return value.is(Type::null) ? "null" : value.truth ? "true" : "false";
}

ScriptMembers::ScriptMembers(const Value& object)
    : first_(object.is(Type::object) ? object.members : nullptr),
      count_(object.is(Type::object) ? object.size : 0) {
  const auto is_index = [](const Member& member) {
    return script_index(member.key).has_value();
  };
  if (std::none_of(first_, first_ + count_, is_index)) return;
  for (std::size_t i = 0; i < count_; ++i) sorted_.push_back(&first_[i]);
  std::stable_sort(
      sorted_.begin(), sorted_.end(), [](const Member* a, const Member* b) {
        const auto left = script_index(a->key), right = script_index(b->key);
        if (left && right) return *left < *right;
        return left.has_value() && !right;
      });
}

int compare_terms(const Value& a, const Value& b) {
  if (const int types = three_way(order_of(a.type), order_of(b.type))) {
    return types;
  }
  switch (a.type) {
    case Type::null:
    case Type::boolean: return three_way(atom_of(a), atom_of(b));
    case Type::string: return three_way(a.string(), b.string());
    case Type::object: return compare_objects(a, b);
    case Type::array: return compare_arrays(a, b);
    default: return compare_numbers(a, b);
  }
}

int compare_credentials(const Value& a, const Value& b, const Value* realm) {
  if (!a.is(Type::object) || !b.is(Type::object)) return compare_terms(a, b);
  const ScriptMembers left(a), right(b);
  const auto at = [&](const ScriptMembers& members, bool has_own,
                      std::size_t i) -> std::pair<const Key*, const Value*> {
    if (i == members.size()) {
      return {realm && !has_own ? &realm_key : nullptr, realm};
    }
    if (members[i].key == realm_key) return {&realm_key, realm};
    return {&members[i].key, &members[i].value};
  };
  const bool left_has = a.find(realm_key), right_has = b.find(realm_key);
  for (std::size_t i = 0;; ++i) {
    const auto [left_key, left_value] =
        i <= left.size() ? at(left, left_has, i)
                         : std::pair<const Key*, const Value*>();
    const auto [right_key, right_value] =
        i <= right.size() ? at(right, right_has, i)
                          : std::pair<const Key*, const Value*>();
    if (!left_key || !right_key) return left_key ? 1 : right_key ? -1 : 0;
    if (!(*left_key == *right_key)) return *left_key < *right_key ? -1 : 1;
    if (!left_value || !right_value) continue;  // no realm: both have none
    if (const int values = compare_terms(*left_value, *right_value))
      return values;
  }
}

}  // namespace trunklift
