// Rows are made of all documents, sorted by key, and ranked only where several
// documents or servers claim one key.
#include "routing/lookup.h"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>

#include "model/document.h"
#include "model/pointer.h"

namespace trunklift::routing {
namespace {

constexpr Key auth_key = "auth", realm_key = "auth_realm",
              servers_key = "servers", account_key = "account",
              format_key = "inbound_format";

// What a view emits in place of what JavaScript takes for false.
const Value& or_else(Term term, const Value& fallback) {
  return is_truthy(term) ? *term : fallback;
}

// What the row of a number has before the number's own settings.
int compare_fronts(const ServerPlace& a, const ServerPlace& b, Term realm) {
  const Value empty = Value::of(std::string_view(""));
  for (const Key key : {"callerid", "e911_callerid"}) {
    if (const int ids = compare_terms(or_else(a.value->find(key), empty),
                                      or_else(b.value->find(key), empty))) {
      return ids;
    }
  }
  return compare_credentials(*a.value->find(auth_key), *b.value->find(auth_key),
                             realm);
}

// What it has behind them.
int compare_backs(const ServerPlace& a, const ServerPlace& b) {
  const Value npan = Value::of(std::string_view("npan"));
  if (const int formats =
          compare_terms(or_else(a.value->find(format_key), npan),
                        or_else(b.value->find(format_key), npan))) {
    return formats;
  }
  // Where there are no options, `account` stands in their place, which is less.
  const Term one = a.value->find("options"), other = b.value->find("options");
  if (one && other) return compare_terms(*one, *other);
  return one ? 1 : other ? -1 : 0;
}

// The whole server, which the row of a user has.
int compare_servers(const ServerPlace& a, const ServerPlace& b, Term realm) {
  const ScriptMembers ours(*a.value), theirs(*b.value);
  for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()); ++i) {
    const Member &one = ours[i], &other = theirs[i];
    if (!(one.key == other.key)) return one.key < other.key ? -1 : 1;
    const int values = one.key == auth_key
                           ? compare_credentials(one.value, other.value, realm)
                           : compare_terms(one.value, other.value);
    if (values) return values;
  }
  return ours.size() < theirs.size() ? -1 : ours.size() > theirs.size();
}

bool is_before(const DidRow& a, const DidRow& b) {
  if (a.server->front != b.server->front) {
    return a.server->front < b.server->front;
  }
  if (const int settings = compare_terms(*a.did, *b.did)) return settings < 0;
  return a.server->back < b.server->back;
}

bool is_before(const UserRow& a, const UserRow& b) {
  return a.server->whole < b.server->whole;
}

bool has_same_key(const DidRow& a, const DidRow& b) {
  return a.number == b.number;
}
bool has_same_key(const UserRow& a, const UserRow& b) {
  return a.realm == b.realm && a.user == b.user;
}

// Numbers them from 0; equal ones have one number.
template <typename Compare>
void rank(const std::vector<ServerPlace*>& servers,
          std::size_t ServerPlace::*place, const Compare& compare_two) {
  std::vector<ServerPlace*> sorted = servers;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const ServerPlace* a, const ServerPlace* b) {
                     return compare_two(*a, *b) < 0;
                   });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    sorted[i]->*place = sorted[i - 1]->*place +
                        (compare_two(*sorted[i - 1], *sorted[i]) < 0 ? 1 : 0);
  }
}

// Of the rows with one key, in order of documents: the least of the first
// document.
template <typename Row>
const Row* answering(const Row* first, const Row* last) {
  if (first == last) return nullptr;
  const Row* best = first;
  for (const Row* row = first + 1; row != last; ++row) {
    if (row->server->document != first->server->document) break;
    if (is_before(*row, *best)) best = row;
  }
  return best;
}

}  // namespace

bool is_seen(const Value& document) {
  Term type = document.find("pvt_type");
  while (type && type->is(Type::array) && type->size == 1) type = type->items;
  return type && type->string_or_empty() == "sys_info";
}

std::string number_lookup_failure(const Value& document) {
  const Term account = document.find(account_key);
  if (!account || account->is(Type::null)) return "/account";
  const Term servers = document.find(servers_key);
  if (!is_truthy(servers)) return {};
  // The letters of a text are servers, too.
  if (servers->is(Type::string)) return "/servers";
  const auto fails = [](const Value& server) {
    const Term auth = server.find(auth_key);
    return !auth || auth->is(Type::null);
  };
  std::size_t index = 0;
  for (const Value& server : items(*servers)) {
    if (fails(server)) return "/servers/" + std::to_string(index) + "/auth";
    ++index;
  }
  for (const Member& server : members(*servers)) {
    if (!fails(server.value)) continue;
    std::string pointer = "/servers";
    append_token(pointer, server.key);
    return pointer + "/auth";
  }
  return {};
}

Term realm_of(const TrunkDocument& document) {
  const Term block = document.root->find(account_key);
  return block ? block->find(realm_key) : nullptr;
}

Lookup::Lookup(const AccountDocuments& documents) {
  std::size_t count = 0;
  for (const TrunkDocument& document : documents.trunks) {
    const Term servers = document.root->find(servers_key);
    if (servers) count += servers->size;
  }
  servers_.reserve(count);  // rows point into it
  for (const TrunkDocument& document : documents.trunks) {
    if (is_seen(*document.root)) add_servers(document);
  }
  std::stable_sort(
      dids_.begin(), dids_.end(),
      [](const DidRow& a, const DidRow& b) { return a.number < b.number; });
  std::stable_sort(
      users_.begin(), users_.end(), [](const UserRow& a, const UserRow& b) {
        return std::tie(a.realm, a.user) < std::tie(b.realm, b.user);
      });
  rank_where_several(dids_, [&](const TrunkDocument& document) {
    rank_for_numbers(document);
  });
  rank_where_several(
      users_, [&](const TrunkDocument& document) { rank_for_users(document); });
}

// Servers are compared once a document, and only if two of its rows have one
// key.
template <typename Row, typename Rank>
void Lookup::rank_where_several(const std::vector<Row>& rows,
                                const Rank& rank) {
  std::set<const TrunkDocument*> ranked;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const TrunkDocument* document = rows[i].server->document;
    if (document != rows[i - 1].server->document ||
        !has_same_key(rows[i - 1], rows[i]) ||
        !ranked.insert(document).second) {
      continue;
    }
    rank(*document);
  }
}

void Lookup::rank_for_numbers(const TrunkDocument& document) {
  const std::vector<ServerPlace*> servers = servers_of(document);
  const Term realm = realm_of(document);
  rank(servers, &ServerPlace::front,
       [&](const ServerPlace& a, const ServerPlace& b) {
         return compare_fronts(a, b, realm);
       });
  rank(servers, &ServerPlace::back, compare_backs);
}

void Lookup::rank_for_users(const TrunkDocument& document) {
  std::vector<ServerPlace*> servers = servers_of(document);
  std::erase_if(servers, [](const ServerPlace* server) {
    return !is_truthy(server->value->find(auth_key));
  });
  const Term realm = realm_of(document);
  rank(servers, &ServerPlace::whole,
       [&](const ServerPlace& a, const ServerPlace& b) {
         return compare_servers(a, b, realm);
       });
}

// They stand together, in order of documents.
std::vector<ServerPlace*> Lookup::servers_of(const TrunkDocument& document) {
  std::vector<ServerPlace*> out;
  auto server =
      std::lower_bound(servers_.begin(), servers_.end(), &document,
                       [](const ServerPlace& a, const TrunkDocument* b) {
                         return a.document < b;
                       });
  for (; server != servers_.end() && server->document == &document; ++server) {
    out.push_back(&*server);
  }
  return out;
}

void Lookup::add_servers(const TrunkDocument& document) {
  const Value& root = *document.root;
  // Both functions read the realm first, which fails without an account.
  const Term account = root.find(account_key);
  if (!account || account->is(Type::null)) return;
  const Term servers = root.find(servers_key);
  if (!is_truthy(servers)) return;
  const std::size_t first = servers_.size();
  for (const Value& item : items(*servers)) {
    servers_.push_back({&document, {}, servers_.size() - first, &item});
  }
  const ScriptMembers members(*servers);
  for (std::size_t i = 0; i < members.size(); ++i) {
    servers_.push_back({&document, members[i].key, i, &members[i].value});
  }
  if (!is_truthy(root.find("pvt_deleted")) &&
      number_lookup_failure(root).empty()) {
    list_numbers(first);
  }
  const std::size_t users = users_.size();
  if (!lists_users(first, document)) {
    users_.erase(users_.begin() + static_cast<std::ptrdiff_t>(users),
                 users_.end());
  }
}

void Lookup::list_numbers(std::size_t first_server) {
  for (std::size_t i = first_server; i < servers_.size(); ++i) {
    const ServerPlace& server = servers_[i];
    if (hides_numbers(server.value->find("enabled"))) continue;
    const Term numbers = server.value->find("DIDs");
    if (!numbers) continue;
    for (const Member& member : members(*numbers)) {
      dids_.push_back({member.key, &server, &member.value});
    }
  }
}

// False where lookup_user_flags fails.
bool Lookup::lists_users(std::size_t first_server,
                         const TrunkDocument& document) {
  const Term realm = realm_of(document);
  const auto realm_text = realm && realm->is(Type::string)
                              ? lookup_text(realm->string())
                              : std::nullopt;
  const std::uint32_t number =
      realm_text ? realms_
                       .try_emplace(*realm_text,
                                    static_cast<std::uint32_t>(realms_.size()))
                       .first->second
                 : 0;
  for (std::size_t i = first_server; i < servers_.size(); ++i) {
    const ServerPlace& server = servers_[i];
    if (server.value->is(Type::null)) return false;
    const Term auth = server.value->find(auth_key);
    if (!is_truthy(auth)) continue;
    const Term user = auth->find("auth_user");
    if (!realm || !realm->is(Type::string) || !user ||
        !user->is(Type::string)) {
      return false;
    }
    const auto user_text = lookup_text(user->string());
    if (!realm_text || !user_text) continue;
    users_.push_back({number, *user_text, &server});
  }
  return true;
}

const DidRow* Lookup::did(std::string_view number) const {
  const auto [first, last] = std::equal_range(
      dids_.begin(), dids_.end(), DidRow{number, nullptr, nullptr},
      [](const DidRow& a, const DidRow& b) { return a.number < b.number; });
  return answering(std::to_address(first), std::to_address(last));
}

std::optional<std::uint32_t> Lookup::realm_number(
    std::string_view realm) const {
  if (realm.empty()) {
    const auto found = realms_.find("");
    return found == realms_.end() ? std::nullopt : std::optional(found->second);
  }
  const auto [at, is_new] = asked_.try_emplace(realm.data());
  if (!is_new) return at->second;
  const auto text = lookup_text(realm);
  const auto found = text ? realms_.find(*text) : realms_.end();
  if (found != realms_.end()) at->second = found->second;
  return at->second;
}

const UserRow* Lookup::user(std::string_view realm,
                            std::string_view user) const {
  const auto number = realm_number(realm);
  const auto user_text = lookup_text(user);
  if (!number || !user_text) return nullptr;
  const auto [first, last] = std::equal_range(
      users_.begin(), users_.end(), UserRow{*number, *user_text, nullptr},
      [](const UserRow& a, const UserRow& b) {
        return std::tie(a.realm, a.user) < std::tie(b.realm, b.user);
      });
  return answering(std::to_address(first), std::to_address(last));
}

}  // namespace trunklift::routing
