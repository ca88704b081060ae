// What the legacy platform (Kazoo 4) does with a call, faults included. Source:
// DOMAIN.md B and D6; shared cases, routing.ndjson, which the platform printed.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "routing/documents.h"
#include "routing/levels.h"
#include "routing/lookup.h"
#include "routing/route.h"

namespace trunklift::routing {

// Whether the account's document denies calls to numbers of that class.
bool is_denied(Term account_document, std::string_view number);

class Effective : public CallRouter {
public:
  // `documents` and `arena` have to stay as long as the routes. Values that
  // are made come from the arena.
  Effective(const AccountDocuments& documents, Arena& arena)
      : documents_(documents), lookup_(documents), arena_(arena) {}

  const Lookup& lookup() const { return lookup_; }

  void inbound(std::string_view dialled, Route& out) override;
  void outbound(const Call& call, Route& out) override;

private:
  // What an inbound call takes from the server that has the number, whichever
  // of its numbers was dialled. Made once a server.
  struct Side {
    const UserRow* user_row = nullptr;
    Term auth = nullptr, user = nullptr, realm = nullptr;
    Term server = nullptr, options = nullptr, account = nullptr;
    Term own_options = nullptr;
    bool has_address = false, address_crashes = false, format_crashes = false;
    bool aor_crashes = false, has_aor = false;
    Value address, aor;
    std::string_view format = "username";
    Term own_format = nullptr;
  };
  const Side& side_of(const ServerPlace& place);
  Side make_side(const ServerPlace& place);
  const UserRow* row_of(const Value& user, Term realm) const;
  void ring(const DidRow& row, const std::string& number, Route& out);
  void put_levels(const DidRow& row, const Side& side,
                  const std::string& number, SettingList& list,
                  Route& out) const;
  static void put_callee_id(const DidRow& row, SettingList& list);
  void put_endpoint(const Side& side, SettingList& list) const;
  Found caller_id_options(const Side& side) const;
  void send(const Call& call, const DidRow* row, const UserRow* user,
            Route& out);
  void put_flags(Levels levels, Route& out);
  bool is_restricted(const Call& call);
  bool kill_the_request(const FlagLists& flags);

  // What a list of flags holds; looked at once, since many users may share it.
  struct ListFacts {
    bool all_atoms = true;  // null, true, false
    bool has_text = false, has_object = false;
  };
  const ListFacts& facts_of(Term list);

  const AccountDocuments& documents_;
  Lookup lookup_;
  Arena& arena_;
  const Value empty_object_ = Value::empty_object();
  const Value empty_array_ = Value::empty_array();
  std::unordered_map<const ServerPlace*, Side> sides_;
  std::unordered_map<Term, ListFacts> list_facts_;
};

}  // namespace trunklift::routing
