// Everything that is named counts, also where no view would find it.
#include "routing/questions.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/text.h"

namespace trunklift::routing {
namespace {

std::string_view text_at(const Value* object, const Key& key) {
  const Value* found = object ? object->find(key) : nullptr;
  return found ? found->string_or_empty() : std::string_view();
}

void sort_unique(std::vector<std::string_view>& texts) {
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
}

}  // namespace

const Value* number_document(const AccountDocuments& documents,
                             std::string_view number) {
  const auto found = std::lower_bound(
      documents.numbers.begin(), documents.numbers.end(), number,
      [](const auto& a, std::string_view b) { return a.number < b; });
  return found != documents.numbers.end() && found->number == number
             ? found->root
             : nullptr;
}

std::vector<std::string_view> dialled_numbers(
    const AccountDocuments& documents) {
  std::vector<std::string_view> out;
  for (const TrunkDocument& trunk : documents.trunks) {
    for_each_number(*trunk.root,
                    [&](std::string_view number) { out.push_back(number); });
  }
  sort_unique(out);
  return out;
}

std::vector<std::string_view> addresses(const AccountDocuments& documents) {
  std::vector<std::string_view> out;
  for (const TrunkDocument& trunk : documents.trunks) {
    for_each_address(*trunk.root,
                     [&](std::string_view address) { out.push_back(address); });
  }
  sort_unique(out);
  return out;
}

std::vector<UserName> users(const AccountDocuments& documents) {
  std::vector<UserName> out;
  // Realms have numbers, because many users may share one that is long.
  std::unordered_map<std::string, std::size_t> realms;
  std::unordered_set<std::string> known;
  const auto add = [&](std::string_view user, std::string_view realm,
                       std::size_t number) {
    for (std::string name : {std::string(user), to_lower(user)}) {
      if (known.insert(name + '\n' + std::to_string(number)).second) {
        out.push_back({std::move(name), realm});
      }
    }
  };
  const auto number_of = [&](std::string_view realm) {
    return realms.try_emplace(to_lower(realm), realms.size()).first->second;
  };
  const std::string_view of_account = text_at(documents.account, "realm");
  const std::size_t account_number = number_of(of_account);
  for (const TrunkDocument& trunk : documents.trunks) {
    const std::string_view own =
        text_at(trunk.root->find("account"), "auth_realm");
    const std::size_t own_number = number_of(own);
    for_each_user(*trunk.root, [&](std::string_view user) {
      if (!of_account.empty()) add(user, of_account, account_number);
      if (!own.empty() || of_account.empty()) add(user, own, own_number);
    });
  }
  return out;
}

}  // namespace trunklift::routing
