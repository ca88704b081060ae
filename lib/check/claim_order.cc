// The order of a document's servers in the platform's number lookup.
#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

#include "check/bind.h"
#include "model/document.h"
#include "model/view_order.h"

namespace trunklift {
namespace {

const Value& or_empty(const Value* value) {
  static const Value empty = Value::of(std::string_view(""));
  return is_truthy(value) ? *value : empty;
}

// By what a row of the lookup holds: caller ids, credentials, the settings of
// the numbers, then options. What is equal in all of these is told apart by the
// rest, so that the order of the list never decides.
int compare_servers(const Value& a, const Value& b, const Value* realm) {
  for (const Key key : {"callerid", "e911_callerid"}) {
    if (const int ids =
            compare_terms(or_empty(a.find(key)), or_empty(b.find(key)))) {
      return ids;
    }
  }
  for (const Key key : {"auth", "DIDs", "options"}) {
    const Value* left = a.find(key);
    const Value* right = b.find(key);
    if (!left || !right) continue;
    const int result = key == "auth" ? compare_credentials(*left, *right, realm)
                                     : compare_terms(*left, *right);
    if (result) return result;
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
  const Value* account = root.find("account");
  const Value* realm = account ? account->find("auth_realm") : nullptr;
  std::vector<std::size_t> sorted(list.size());
  std::iota(sorted.begin(), sorted.end(), 0);
  std::stable_sort(sorted.begin(), sorted.end(), [&](auto i, auto j) {
    return compare_servers(*list[i], *list[j], realm) < 0;
  });
  std::vector<std::int64_t> ranks(sorted.size());
  for (std::size_t rank = 0; rank < sorted.size(); ++rank) {
    ranks[sorted[rank]] = static_cast<std::int64_t>(rank);
  }
  return ranks;
}

}  // namespace trunklift
