// What the documents of an account plainly say of a call: the same levels as
// the platform looks at, read from the normalized documents. Values of any type
// count, no document is silenced by a fault of another one, and each server
// keeps its own options. This is what a conversion writes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/legacy.h"
#include "routing/documents.h"
#include "routing/levels.h"
#include "routing/route.h"

namespace trunklift::routing {

// A trunk document that is converted.
struct ConvertedTrunk {
  const TrunkDocument* document;  // its tree is the normalized one
  const Connectivity* connectivity;
};

// What all accounts together make of the claim of one account on a number.
enum class Standing : std::uint8_t {
  live,       // it is the account's
  contested,  // several accounts claim it, and no document says whose it is
  elsewhere,  // its own document assigns it to another account
};
using StandingOf = std::function<Standing(std::string_view number)>;

class Intended : public CallRouter {
public:
  // All of it has to stay as long as the routes.
  Intended(const AccountDocuments& documents,
           const std::vector<ConvertedTrunk>& trunks, StandingOf standing,
           Arena& arena);

  void inbound(std::string_view dialled, Route& out) override;
  void outbound(const Call& call, Route& out) override;

private:
  // A server, with the document that it stands in.
  struct Side {
    const Connectivity* document;
    const Server* server;
    ServerPlace place;
    // What all its calls share; made when it is first needed.
    bool is_made = false;
    bool has_aor = false, has_headers = false, has_address = false;
    Value aor, headers, address;
    std::optional<std::string_view> realm;
    Found caller_id_options;
    Level realm_level = Level::own_account, headers_level = Level::options;
  };
  // The claim of a server on a number.
  struct Claim {
    std::string_view number;
    bool is_dead;
    std::string_view document_id;
    std::int64_t rank;
    const Did* did;
    std::size_t side;  // index
  };

  void ring(const Claim& claim, Route& out);
  void put_levels(const Claim& claim, const Side& side, SettingList& list,
                  Route& out) const;
  void put_failover(const Claim& claim, const Side& side, SettingList& list);
  void send(const Call& call, const Side& side, Route& out);
  const Side& made(std::size_t side);
  void make(Side& side);
  std::optional<std::size_t> side_of(const Call& call) const;
  Found caller_id_options(const Side& side) const;
  Value failover_object(const Failover& failover);
  Value headers_object(const Value& list);

  const AccountDocuments& documents_;
  StandingOf standing_;
  Arena& arena_;
  const Value empty_object_ = Value::empty_object();
  std::vector<Side> sides_;
  std::vector<Claim> claims_;  // by number, the one that counts first
  std::unordered_map<std::string, std::vector<std::size_t>> users_, addresses_;
};

}  // namespace trunklift::routing
