// Goes down the document, level by level.
#include "check/bind.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "base/text.h"
#include "base/time.h"
#include "check/address.h"
#include "check/rules.h"
#include "check/take.h"
#include "model/document.h"
#include "model/number.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

constexpr Key cascaded_keys[] = {
    "media_handling",     "delay",   "timeout", "progress_timeout",
    "ignore_early_media", "failover"};

// Members of the account that are read but also stay in `extra`.
constexpr Key kept_keys[] = {
    "media_handling",     "delay", "timeout",       "progress_timeout",
    "ignore_early_media", "flags", "dynamic_flags", "sip_headers"};

class Binder {
public:
  Binder(const std::vector<Change>& changes,
         const std::vector<std::int64_t>& order, Findings& findings)
      : order_(order), findings_(findings) {
    for (const Change& change : changes) {
      if (change.kind == Change::Kind::rename) {
        renamed_.insert(change.pointer);
        if (all_digits(change.before)) without_plus_.insert(change.pointer);
      } else if (change.before == "true") {
        marked_.insert(change.pointer);
      } else if (change.before.starts_with('[')) {
        listed_.insert(change.pointer);
      }
    }
  }

  Connectivity document(Value& root) {
    const Place here;
    Connectivity out;
    out.root = &root;
    out.name = take::text(root, "name");
    out.created = stamp(root, here, "pvt_created");
    out.modified = stamp(root, here, "pvt_modified");
    out.callee_id = take::look(root, "callerid");
    take::id(root, "_id");
    take::id(root, "_rev");
    const Value* block = root.find("account");
    unseen_ = !block || block->is(Type::null);
    if (Value* account = root.find("account")) {
      this->account(*account, Place(here, "account"), out);
    }
    Value* servers = root.find("servers");
    if (!servers || !servers->is(Type::array)) return out;
    unseen_ |= std::any_of(servers->items, servers->items + servers->size,
                           takes_numbers_down);
    const Place list(here, "servers");
    out.servers.reserve(servers->size);
    for (std::uint32_t i = 0; i < servers->size; ++i) {
      server(servers->items[i], Place(list, i), i, out);
    }
    servers->taken = servers->size > 0;
    return out;
  }

private:
  std::optional<std::int64_t> stamp(const Value& root, const Place& place,
                                    const Key& key) {
    Value* value = root.find(key);
    if (!value) return {};
    if (value->is(Type::integer) && is_plausible_gregorian(value->integer)) {
      value->taken = true;
      return value->integer;
    }
    findings_.add(rule::stamp_implausible, Place(place, key),
                  "expected seconds since year 0 of a year from 1970 on");
    return {};
  }

  std::optional<std::int64_t> trunks(const Value& account, const Place& place,
                                     const Key& key) {
    const Value* value = account.find(key);
    if (!value) return {};
    const auto count = take::integer(account, key);
    if (!count || *count < 0) {
      findings_.add(
          rule::trunks_unusable, Place(place, key),
          fmt::format("expected a whole number of trunks, found {}",
                      count ? "a negative number" : type_name(value->type)));
    }
    return count;
  }

  Cascaded cascaded(const Value& object, const Place& place) {
    Cascaded out;
    if (object.size == 0) return out;
    out.media_handling = take::text(object, "media_handling");
    out.delay = take::integer(object, "delay");
    out.timeout = take::integer(object, "timeout");
    out.progress_timeout = take::integer(object, "progress_timeout");
    out.ignore_early_media = take::boolean(object, "ignore_early_media");
    out.failover = take::failover(object);
    for (const Key& key : cascaded_keys)
      report_unusable_type(object, place, key);
    return out;
  }

  // Reports a setting whose type means nothing.
  void report_unusable_type(const Value& object, const Place& place,
                            const Key& key) {
    const Value* value = object.find(key);
    if (!value || value->taken || value->is(Type::object)) return;
    findings_.add(rule::unexpected_type, Place(place, key),
                  fmt::format("{} means nothing here; kept aside",
                              type_name(value->type)));
  }

  void account(const Value& account, const Place& place, Connectivity& out) {
    out.realm = take::text(account, "auth_realm");
    out.twoway_trunks = trunks(account, place, "trunks");
    out.inbound_trunks = trunks(account, place, "inbound_trunks");
    out.caller_id = take::caller_id(account, "caller_id");
    out.emergency_caller_id = take::caller_id(account, "emergency_caller_id");
    // These settings hold for servers and numbers that have none of their own.
    // The trunk has no columns for them, so they also stay in `extra`.
    out.settings = cascaded(account, place);
    out.flags = take::list(account, "flags");
    out.dynamic_flags = take::list(account, "dynamic_flags");
    out.sip_headers = take::list(account, "sip_headers", Type::object);
    for (const Key& key : kept_keys) {
      if (Value* value = account.find(key)) value->taken = false;
    }
    if (const Value* value = account.find("failover")) {
      for (Member& member : members(*value)) member.value.taken = false;
    }
  }

  void server(Value& value, const Place& place, std::size_t position,
              Connectivity& out) {
    if (!value.is(Type::object)) return;  // the schema reports it
    Server server;
    server.value = &value;
    server.position = position;
    const Value* auth = value.find("auth");
    if (auth && auth->is(Type::object)) {  // the schema reports others
      if (is_placeholder(*auth, value)) {
        findings_.add(rule::placeholder_server, place,
                      "neither a user nor an address, and no numbers");
        return;
      }
      endpoint(*auth, place, server);
      if (!is_decidable(server)) undecidable(place, server, *auth);
    }
    server.name = take::text(value, "server_name");
    // The device's record id is made from it. It has no column, so it stays in
    // `extra`.
    if (const Value* id = value.find("server_id"); id && id->size > 0) {
      if (id->is(Type::string)) server.server_id = id->string();
    }
    server.server_codecs = take::list(value, "codecs");
    if (server.server_codecs) value.find("codecs")->taken = false;
    server.callee_id = take::look(value, "callerid");
    server.hidden = hides_numbers(value.find("enabled"));
    if (const Value* options = value.find("options")) {
      this->options(*options, Place(place, "options"), server);
    }
    if (Value* dids = value.find("DIDs")) {
      this->dids(*dids, Place(place, "DIDs"), server);
    }
    out.servers.push_back(std::move(server));
  }

  // Whether the server leaves the number lookup without rows for the whole
  // document.
  static bool takes_numbers_down(const Value& server) {
    if (server.is(Type::null)) return true;
    if (!server.is(Type::object)) return false;
    const Value* auth = server.find("auth");
    return !auth || auth->is(Type::null);
  }

  static bool is_placeholder(const Value& auth, const Value& server) {
    const Value* numbers = server.find("DIDs");
    return !auth.find("ip") && !auth.find("auth_user") &&
           (!numbers || numbers->size == 0);
  }

  static bool is_decidable(const Server& server) {
    const bool has_address = server.ip || server.host;
    if (server.auth_method == "ip") return has_address;
    if (server.auth_method == "password") return server.username.has_value();
    return !server.auth_method.empty() && (server.username || has_address);
  }

  void undecidable(const Place& place, const Server& server,
                   const Value& auth) {
    // A malformed address has a finding of its own.
    if (auth.find("ip") && !server.ip && !server.host) return;
    if (!auth.find("ip") && !auth.find("auth_user")) {
      const Value* numbers = server.value->find("DIDs");
      findings_.add(rule::endpoint_undecidable, place,
                    fmt::format("it has {} numbers, but neither a user nor an "
                                "address",
                                numbers ? numbers->size : 0));
      return;
    }
    std::string why = "there is neither a method, a user nor an address";
    if (server.auth_method == "ip") {
      why = "it is to be known by its address, but has none";
    } else if (server.auth_method == "password") {
      why = "it is to register, but has no user";
    }
    findings_.add(rule::endpoint_undecidable, Place(place, "auth"), why);
  }

  void endpoint(const Value& auth, const Place& place, Server& server) {
    const Place here(place, "auth");
    server.auth_method = take::text(auth, "auth_method").value_or("");
    if (const Value* user = auth.find("auth_user"); user && user->size > 0) {
      server.username = take::text(auth, "auth_user");
    }
    server.secret = take::text(auth, "auth_password");
    server.port = take::integer(auth, "port");
    if (server.port && (*server.port < 1 || *server.port > 65535)) {
      findings_.add(rule::port_out_of_range, Place(here, "port"),
                    fmt::format("expected 1 to 65535, found {}", *server.port));
    }
    const auto address = take::text(auth, "ip");
    if (!address) return;
    switch (address_kind(*address)) {
      case AddressKind::literal: server.ip = address; return;
      case AddressKind::name:
        server.host = address;
        findings_.add(rule::address_is_a_name, Place(here, "ip"),
                      "expected an IP address, found a host name");
        return;
      case AddressKind::malformed:
        findings_.add(rule::address_malformed, Place(here, "ip"),
                      fmt::format("expected an IP address, found text of {} "
                                  "characters that is neither that nor a host "
                                  "name",
                                  code_points(*address)));
        return;
    }
  }

  void options(const Value& options, const Place& place, Server& server) {
    server.enabled = take::boolean(options, "enabled");
    server.invite_format = take::text(options, "inbound_format");
    server.settings = cascaded(options, place);
    server.force_outbound = take::boolean(options, "force_outbound");
    server.hunt_non_reconcilable =
        take::boolean(options, "hunt_non_reconcilable");
    server.hunt_account_id = take::text(options, "hunt_account_id");
    server.codecs = take::list(options, "codecs");
    report_unusable_type(options, place, "codecs");
    server.flags = take::list(options, "flags");
    server.dynamic_flags = take::list(options, "dynamic_flags");
    server.sip_headers = take::list(options, "sip_headers", Type::object);
    server.caller_id = take::caller_id(options, "caller_id", true);
    server.emergency_caller_id =
        take::caller_id(options, "emergency_caller_id");
  }

  void dids(Value& dids, const Place& place, Server& server) {
    if (dids.is(Type::object)) server.dids.reserve(dids.size);
    for (Member& member : members(dids)) {
      const Key& key = member.key;
      const Place here(place, key);
      if (!is_plus_number(key) && !usable_key(key, dids, here)) continue;
      if (!member.value.is(Type::object)) continue;  // the schema reports it
      Did& did = server.dids.emplace_back();
      did.number = key;
      did.was_without_plus =
          !without_plus_.empty() && without_plus_.contains(to_pointer(here));
      did.claim_rank = claim_rank(here, server);
      did.is_failover_marked =
          !marked_.empty() &&
          marked_.contains(to_pointer(Place(here, "failover")));
      did.value = &member.value;
      did.callee_id = take::caller_id(member.value, "caller_id", true);
      did.settings = cascaded(member.value, here);
      did.force_outbound = take::boolean(member.value, "force_outbound");
      did.options = take::list(member.value, "options");
      member.value.taken = true;
    }
  }

  // Whether a number can be dialled although its key is not "+" and digits.
  bool usable_key(std::string_view key, const Value& dids, const Place& place) {
    const std::string number = normalized_number(without_separators(key));
    if (is_plus_number(number) && dids.find(number)) {
      findings_.add(rule::did_collision, place,
                    fmt::format("another spelling of {}", number));
      return false;
    }
    const bool dialled = all_digits(key) && key.size() <= 36;
    const bool long_plus =
        key.starts_with('+') && all_digits(key.substr(1)) && key.size() <= 36;
    if (dialled || long_plus) {
      // Shorter numbers are reported by a rule, because no call reaches them.
      if (key.size() >= least_number) {
        findings_.add(rule::did_not_e164, place,
                      "expected a plus and 1 to 15 digits");
      }
      return true;
    }
    findings_.add(rule::did_not_a_number, place,
                  fmt::format("expected a number, found {} characters that "
                              "are not one",
                              code_points(key)));
    return false;
  }

  std::int64_t claim_rank(const Place& place, const Server& server) const {
    const std::int64_t rank =
        server.position < order_.size() ? order_[server.position] : 0;
    const bool dead = unseen_ || server.hidden || was_renamed(place);
    return dead ? rank + dead_claim : rank;
  }

  // Whether the number had another spelling or was in a list before
  // normalization, so that no call matched it.
  bool was_renamed(const Place& place) const {
    return (!renamed_.empty() && renamed_.contains(to_pointer(place))) ||
           (!listed_.empty() && listed_.contains(to_pointer(*place.up)));
  }

  // Pointers of changed values: those that were renamed, those that had no plus
  // before, those that were arrays, and those that were true.
  std::unordered_set<std::string_view> renamed_, without_plus_, listed_,
      marked_;
  const std::vector<std::int64_t>& order_;
  Findings& findings_;
  // If the document has no account, or a server without auth, the number lookup
  // has no rows for the document.
  bool unseen_ = false;
};

}  // namespace

Connectivity bind_document(Value& root, const std::vector<Change>& changes,
                           const std::vector<std::int64_t>& order,
                           Findings& findings) {
  return Binder(changes, order, findings).document(root);
}

}  // namespace trunklift
