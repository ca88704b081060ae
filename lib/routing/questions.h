// What can be asked of an account: the numbers and users that its documents
// name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/value.h"
#include "routing/documents.h"

namespace trunklift::routing {

// The keys of all DIDs, each once, in byte order, as they are written.
std::vector<std::string_view> dialled_numbers(
    const AccountDocuments& documents);

struct UserName {
  std::string user;
  std::string_view realm;
};
// Each user, as it is written and in lower case, with the realm of the
// account's document and with that of its own trunk document; realms that
// differ by case are one.
std::vector<UserName> users(const AccountDocuments& documents);

// The addresses that credentials and options of servers have, each once.
std::vector<std::string_view> addresses(const AccountDocuments& documents);

// What one trunk document names. Calls `visit` with each number as it is
// written, each user, and each address of a server; some come more than once.
template <typename Visit>
void for_each_number(const Value& trunk, const Visit& visit);
template <typename Visit>
void for_each_user(const Value& trunk, const Visit& visit);
template <typename Visit>
void for_each_address(const Value& trunk, const Visit& visit);

namespace questions {

template <typename Visit>
void for_each_server(const Value& trunk, const Visit& visit) {
  const Value* servers = trunk.find("servers");
  if (!servers) return;
  for (const Value& server : items(*servers)) visit(server);
  for (const Member& server : members(*servers)) visit(server.value);
}

}  // namespace questions

template <typename Visit>
void for_each_number(const Value& trunk, const Visit& visit) {
  questions::for_each_server(trunk, [&](const Value& server) {
    const Value* numbers = server.find("DIDs");
    if (!numbers) return;
    for (const Member& number : members(*numbers)) visit(number.key.text());
  });
}

template <typename Visit>
void for_each_user(const Value& trunk, const Visit& visit) {
  questions::for_each_server(trunk, [&](const Value& server) {
    const Value* auth = server.find("auth");
    const Value* user = auth ? auth->find("auth_user") : nullptr;
    if (user && user->is(Type::string)) visit(user->string());
  });
}

template <typename Visit>
void for_each_address(const Value& trunk, const Visit& visit) {
  questions::for_each_server(trunk, [&](const Value& server) {
    for (const Key level : {"auth", "options"}) {
      const Value* object = server.find(level);
      const Value* address = object ? object->find("ip") : nullptr;
      if (address && address->is(Type::string)) visit(address->string());
    }
  });
}

}  // namespace trunklift::routing
