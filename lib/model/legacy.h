// A legacy document, typed: what the converter needs to know of it. Every view
// points into the document's tree, which must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/value.h"

namespace trunklift {

// A caller id object. Present with neither half means "none, explicitly": the
// platform's search for a caller id ends there.
struct CallerId {
  bool present = false;
  std::optional<std::string_view> name, number;
};

// A failover object. Present with an empty number and no SIP URI means "none,
// explicitly".
struct Failover {
  bool present = false;
  std::optional<std::string_view> number, sip;
};

// Settings that exist at the levels of DID, server options and account alike;
// the first level that has one wins.
struct Cascaded {
  std::optional<std::string_view> media_handling;  // process or bypass
  std::optional<std::int64_t> delay, timeout, progress_timeout;  // seconds
  std::optional<bool> ignore_early_media;
  Failover failover;
};

struct Did {
  std::string_view number;  // "+14155550101", or a dialled short number
  // Order among the document's claims on one number: lower answers. At least
  // `dead_claim` where no call could ever match this claim.
  std::int64_t claim_rank = 0;
  CallerId callee_id;
  Cascaded settings;
  std::optional<bool> force_outbound;
  const Value* options = nullptr;  // array of text, or null
  // It had `failover: true`, which leads nowhere.
  bool is_failover_marked = false;
  bool was_without_plus = false;  // its key had no plus
  Value* value = nullptr;
};

inline constexpr std::int64_t dead_claim = 1'000'000;

struct Server {
  std::size_t position = 0;
  std::optional<std::string_view> name, server_id;
  std::string_view auth_method;  // password or ip
  std::optional<std::string_view> username, secret;
  std::optional<std::string_view> ip, host;  // one of them at the most
  std::optional<std::int64_t> port;
  std::optional<bool> enabled;  // options.enabled
  bool hidden = false;          // a server-level `enabled` hides its DIDs
  std::optional<std::string_view> invite_format;
  Cascaded settings;
  std::optional<bool> force_outbound, hunt_non_reconcilable;
  std::optional<std::string_view> hunt_account_id;
  // Arrays of text (headers: of objects), or null. `server_codecs` is the
  // second choice, at server level.
  const Value* codecs = nullptr;
  const Value* server_codecs = nullptr;
  const Value* flags = nullptr;
  const Value* dynamic_flags = nullptr;
  const Value* sip_headers = nullptr;
  CallerId caller_id, emergency_caller_id;
  CallerId callee_id;  // `callerid`: third choice for inbound calls
  std::vector<Did> dids;
  Value* value = nullptr;
};

struct Connectivity {
  std::optional<std::string_view> name, realm;
  std::optional<std::int64_t> twoway_trunks, inbound_trunks;
  std::optional<std::int64_t> created, modified;  // Gregorian seconds
  CallerId caller_id, emergency_caller_id;
  CallerId callee_id;  // `callerid`: second choice for inbound calls
  Cascaded settings;   // account level
  const Value* flags = nullptr;
  const Value* dynamic_flags = nullptr;
  const Value* sip_headers = nullptr;
  std::vector<Server> servers;
  Value* root = nullptr;
};

}  // namespace trunklift
