// What the legacy platform (Kazoo 4) does with a call, faults included. Source:
// DOMAIN.md B and D6; shared cases, routing.ndjson, which the platform printed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "routing/documents.h"
#include "routing/lookup.h"
#include "routing/route.h"

namespace trunklift::routing {

class Effective {
public:
  // `documents` and `arena` have to stay as long as the routes. Values that
  // are made come from the arena.
  Effective(const AccountDocuments& documents, Arena& arena)
      : documents_(documents), lookup_(documents), arena_(arena) {}

  const Lookup& lookup() const { return lookup_; }

  void inbound(std::string_view dialled, Route& out);
  void outbound(const Call& call, Route& out);

private:
  const UserRow* row_of(const Value& user, Term realm) const;
  void ring(const DidRow& row, const std::string& number, Route& out);
  void send(const Call& call, const DidRow* row, const UserRow* user,
            Route& out);
  bool is_restricted(const Call& call);

  const AccountDocuments& documents_;
  Lookup lookup_;
  Arena& arena_;
};

}  // namespace trunklift::routing
