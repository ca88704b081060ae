// The order of a document's servers in the platform's number lookup.
#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

#include "check/bind.h"

namespace trunklift {
namespace {

// Erlang's order of types: number < atom < tuple (an object) < list (an array)
// < binary (a text).
int type_order(const Value& value) {
  switch (value.type) {
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

double number_of(const Value& value) {
  return value.is(Type::integer) ? static_cast<double>(value.integer)
         : value.is(Type::real)  ? value.real
                                 : 0;
}

std::string_view atom_of(const Value& value) {
  return value.is(Type::null) ? "null" : value.truth ? "true" : "false";
}

template <typename T>
int order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

// How CouchDB compares two values of one view key: as Erlang terms, an object
// being a list of pairs in written order.
int compare_terms(const Value& a, const Value& b) {
  if (const int types = order(type_order(a), type_order(b))) return types;
  switch (type_order(a)) {
    case 0: return order(number_of(a), number_of(b));
    case 1: return order(atom_of(a), atom_of(b));
    case 4: return order(a.string(), b.string());
    default: break;
  }
  for (std::uint32_t i = 0; i < std::min(a.size, b.size); ++i) {
    int result = 0;
    if (a.is(Type::object)) {
      result = order(a.members[i].key, b.members[i].key);
      if (!result) {
        result = compare_terms(a.members[i].value, b.members[i].value);
      }
    } else {
      result = compare_terms(a.items[i], b.items[i]);
    }
    if (result) return result;
  }
  return order(a.size, b.size);
}

// By what a row of the lookup holds: credentials, then the settings of the
// numbers, then options. What is equal in all of these is told apart by the
// rest, so that the order of the list never decides.
int compare_servers(const Value& a, const Value& b) {
  for (const Key key : {"auth", "DIDs", "options"}) {
    const Value* left = a.find(key);
    const Value* right = b.find(key);
    if (!left || !right) continue;
    if (const int result = compare_terms(*left, *right)) return result;
  }
  return compare_terms(a, b);
}

// The servers in the order that the list has or will get.
std::vector<const Value*> listed_servers(const Value& servers) {
  std::vector<std::pair<std::int64_t, const Value*>> listed;
  for (const Value& server : items(servers)) {
    listed.emplace_back(listed.size(), &server);
  }
  for (const Member& member : members(servers)) {
    std::int64_t index = 0;
    std::from_chars(member.key.data(), member.key.data() + member.key.size(),
                    index);
    listed.emplace_back(index, &member.value);
  }
  std::stable_sort(
      listed.begin(), listed.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Value*> out;
  for (const auto& [index, server] : listed) out.push_back(server);
  return out;
}

}  // namespace

std::vector<std::int64_t> claim_order(const Value& root) {
  const Value* servers = root.find("servers");
  const bool several =
      servers && (servers->is(Type::array) || servers->is(Type::object)) &&
      servers->size > 1;
  if (!several) return {};
  const std::vector<const Value*> list = listed_servers(*servers);
  std::vector<std::size_t> sorted(list.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto i, auto j) {
    return compare_servers(*list[i], *list[j]) < 0;
  });
  std::vector<std::int64_t> ranks(sorted.size());
  for (std::size_t rank = 0; rank < sorted.size(); ++rank) {
    ranks[sorted[rank]] = static_cast<std::int64_t>(rank);
  }
  return ranks;
}

}  // namespace trunklift
