// The two views that the legacy platform finds trunks by, for one account.
// Source: DOMAIN.md B2, the view functions of the design document trunkstore.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "routing/documents.h"
#include "routing/route.h"
#include "routing/term.h"

namespace trunklift::routing {

// Whether the views take a document for a trunkstore document: its type is the
// text "sys_info", or what JavaScript takes for equal to it, a list of it
// alone.
bool is_seen(const Value& document);

// What makes the lookup of numbers fail for a trunk document: the place of the
// account or the credentials that it lacks; "" if nothing does.
std::string number_lookup_failure(const Value& document);

// What the document calls the realm of its account, of any type.
Term realm_of(const TrunkDocument& document);

// A row of lookup_did: a number and the server that it rings at.
struct DidRow {
  std::string_view number;
  const ServerPlace* server;
  const Value* did;  // what stands at the number
};

// A row of lookup_user_flags: a user and the server whose options it has.
struct UserRow {
  std::uint32_t realm;  // a number for each realm that is looked up by
  std::string user;     // as it is looked up
  const ServerPlace* server;
};

// A view function that fails on one server leaves out its whole document.
class Lookup {
public:
  // `documents` has to stay.
  explicit Lookup(const AccountDocuments& documents);
  Lookup(const Lookup&) = delete;
  Lookup& operator=(const Lookup&) = delete;

  // Texts that are asked for have to stay where they are. The row that answers:
  // that of the lowest document id, and of this document
  // the row whose value is least.
  const DidRow* did(std::string_view number) const;
  const UserRow* user(std::string_view realm, std::string_view user) const;

private:
  void add_servers(const TrunkDocument& document);
  template <typename Row, typename Rank>
  void rank_where_several(const std::vector<Row>& rows, const Rank& rank);
  void rank_for_numbers(const TrunkDocument& document);
  void rank_for_users(const TrunkDocument& document);
  std::vector<ServerPlace*> servers_of(const TrunkDocument& document);
  void list_numbers(std::size_t first_server);
  bool lists_users(std::size_t first_server, const TrunkDocument& document);
  std::optional<std::uint32_t> realm_number(std::string_view realm) const;

  std::vector<ServerPlace> servers_;
  std::vector<DidRow> dids_;    // by number, then in order of documents
  std::vector<UserRow> users_;  // by realm and user, the same
  std::unordered_map<std::string, std::uint32_t> realms_;
  // Of a realm that was asked for before, by where its text is: it may be long,
  // and that of many users.
  mutable std::unordered_map<const char*, std::optional<std::uint32_t>> asked_;
};

}  // namespace trunklift::routing
