// What is remembered of every document for the rules that look across them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/document.h"
#include "model/finding.h"
#include "model/legacy.h"

namespace trunklift {

// A number that a server of a document claims.
struct Claim {
  std::string number;
  std::uint32_t server;
  std::int64_t rank;  // see Did::claim_rank
};

// "/servers/<n>/DIDs/<number>"
std::string pointer_of(const Claim& claim);

// What one trunkstore document contributes; owned text, since the document is
// gone when the rules run.
struct Summary {
  std::string account_id;
  std::string document_id;
  Origin origin;
  std::optional<std::string> realm;
  std::optional<std::int64_t> twoway_trunks, inbound_trunks;
  std::vector<Claim> claims;
  bool rejected = false;  // it claims numbers today, but is not converted
};

Summary summarize(const Connectivity& document, const Identity& identity,
                  Origin origin);

// What account and limits documents say of an account.
struct AccountContext {
  std::string realm;  // "" if unknown
  bool has_limits = false;
  std::optional<std::int64_t> twoway_trunks, inbound_trunks;
};

// A finding that belongs to a document seen before.
struct LateFinding {
  std::string account_id;
  std::string document_id;
  Origin origin;
  Finding finding;
};

// Fed by one thread in input order; what it says does not depend on the order.
class Corpus {
public:
  void add(std::string key, Summary summary);  // replaces an earlier version
  void remove(const std::string& key);         // a deleted one replaces it
  // What the account's account or limits document says now.
  void set_context(const std::string& account, Kind kind,
                   const AccountContext& context);

  const AccountContext* find_account(std::string_view id) const;
  // Sorted by account and document id.
  std::vector<const Summary*> documents() const;

private:
  std::unordered_map<std::string, Summary> documents_;
  std::map<std::string, AccountContext, std::less<>> accounts_;
};

}  // namespace trunklift
