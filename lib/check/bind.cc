// From a normalized document to the typed Connectivity.
#include "check/bind.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "check/address.h"
#include "check/rules.h"
#include "model/document.h"
#include "model/number.h"
#include "model/pointer.h"

namespace trunklift {
namespace {

bool all_items(const Value& list, Type type) {
  return std::all_of(list.items, list.items + list.size,
                     [&](const Value& item) { return item.is(type); });
}

constexpr Key cascaded_keys[] = {
    "media_handling",     "delay",   "timeout", "progress_timeout",
    "ignore_early_media", "failover"};

// Of the account, what stays in `extra` as well.
constexpr Key kept_keys[] = {
    "media_handling",     "delay", "timeout",       "progress_timeout",
    "ignore_early_media", "flags", "dynamic_flags", "sip_headers"};

class Binder {
public:
  Binder(const std::vector<Change>& changes,
         const std::vector<std::int64_t>& order, Findings& findings)
      : changes_(changes),
        order_(order),
        findings_(findings),
        may_rename_(std::any_of(changes.begin(), changes.end(), renames)) {}

  Connectivity document(Value& root) {
    const Place here;
    Connectivity out;
    out.root = &root;
    out.name = text(root, "name");
    out.created = stamp(root, here, "pvt_created");
    out.modified = stamp(root, here, "pvt_modified");
    out.callee_id = look(root, "callerid");
    take(root, "_id");
    take(root, "_rev");
    const Value* block = root.find("account");
    unseen_ = !block || block->is(Type::null);
    if (Value* account = root.find("account")) {
      this->account(*account, Place(here, "account"), out);
    }
    Value* servers = root.find("servers");
    if (!servers || !servers->is(Type::array)) return out;
    const Place list(here, "servers");
    out.servers.reserve(servers->size);
    for (std::uint32_t i = 0; i < servers->size; ++i) {
      server(servers->items[i], Place(list, i), i, out);
    }
    servers->taken = servers->size > 0;
    return out;
  }

private:
  // Ids and revisions, which are the Identity's; empty text is none.
  static void take(const Value& object, const Key& key) {
    Value* value = object.find(key);
    if (value && !value->string_or_empty().empty()) value->taken = true;
  }

  static std::optional<std::string_view> text(const Value& object,
                                              const Key& key) {
    Value* value = object.find(key);
    if (!value || !value->is(Type::string)) return {};
    value->taken = true;
    return value->string();
  }

  static std::optional<std::int64_t> integer(const Value& object,
                                             const Key& key) {
    Value* value = object.find(key);
    if (!value || !value->is(Type::integer)) return {};
    value->taken = true;
    return value->integer;
  }

  static std::optional<bool> boolean(const Value& object, const Key& key) {
    Value* value = object.find(key);
    if (!value || !value->is(Type::boolean)) return {};
    value->taken = true;
    return value->truth;
  }

  static const Value* list(const Value& object, const Key& key,
                           Type item = Type::string) {
    Value* value = object.find(key);
    if (!value || !value->is(Type::array) || !all_items(*value, item)) {
      return nullptr;
    }
    value->taken = true;
    return value;
  }

  std::optional<std::int64_t> stamp(const Value& root, const Place& place,
                                    const Key& key) {
    Value* value = root.find(key);
    if (!value) return {};
    if (value->is(Type::integer) && is_plausible_gregorian(value->integer)) {
      value->taken = true;
      return value->integer;
    }
    findings_.add(rule::stamp_implausible, to_pointer(Place(place, key)),
                  "expected seconds since year 0 of a year from 1970 on");
    return {};
  }

  std::optional<std::int64_t> trunks(const Value& account, const Place& place,
                                     const Key& key) {
    const Value* value = account.find(key);
    if (!value) return {};
    const auto count = integer(account, key);
    if (!count || *count < 0) {
      findings_.add(
          rule::trunks_unusable, to_pointer(Place(place, key)),
          fmt::format("expected a whole number of trunks, found {}",
                      count ? "a negative number" : type_name(value->type)));
    }
    return count;
  }

  // `may_be_blank`: where normalization says so of a caller id without halves.
  static CallerId caller_id(const Value& object, const Key& key,
                            bool may_be_blank = false) {
    Value* value = object.find(key);
    CallerId id;
    if (!value || !value->is(Type::object)) return id;
    id.name = text(*value, "cid_name");
    id.number = text(*value, "cid_number");
    id.present = id.name || id.number;
    Value* blank = value->find("blank");
    if (may_be_blank && !id.present && blank && blank->truth) {
      blank->taken = true;
      id.present = true;
    }
    return id;
  }

  // A caller id that stays in `extra` as well.
  static CallerId look(const Value& object, const Key& key) {
    const CallerId id = caller_id(object, key);
    if (const Value* value = object.find(key)) {
      for (Member& member : members(*value)) member.value.taken = false;
    }
    return id;
  }

  static Failover failover(const Value& object) {
    Failover out;
    const Value* value = object.find("failover");
    if (!value || !value->is(Type::object)) return out;
    out.number = text(*value, "e164");
    out.sip = text(*value, "sip");
    out.present = out.number || out.sip;
    return out;
  }

  Cascaded cascaded(const Value& object, const Place& place) {
    Cascaded out;
    if (object.size == 0) return out;
    out.media_handling = text(object, "media_handling");
    out.delay = integer(object, "delay");
    out.timeout = integer(object, "timeout");
    out.progress_timeout = integer(object, "progress_timeout");
    out.ignore_early_media = boolean(object, "ignore_early_media");
    out.failover = failover(object);
    for (const Key& key : cascaded_keys) aside(object, place, key);
    return out;
  }

  // A setting that is there, but of a type that says nothing.
  void aside(const Value& object, const Place& place, const Key& key) {
    const Value* value = object.find(key);
    if (!value || value->taken || value->is(Type::object)) return;
    findings_.add(rule::unexpected_type, to_pointer(Place(place, key)),
                  fmt::format("{} means nothing here; kept aside",
                              type_name(value->type)));
  }

  void account(const Value& account, const Place& place, Connectivity& out) {
    out.realm = text(account, "auth_realm");
    out.twoway_trunks = trunks(account, place, "trunks");
    out.inbound_trunks = trunks(account, place, "inbound_trunks");
    out.caller_id = caller_id(account, "caller_id");
    out.emergency_caller_id = caller_id(account, "emergency_caller_id");
    // These are the last level of each cascade and stay in `extra` as well: no
    // column of the trunk holds them.
    out.settings = cascaded(account, place);
    out.flags = list(account, "flags");
    out.dynamic_flags = list(account, "dynamic_flags");
    out.sip_headers = list(account, "sip_headers", Type::object);
    for (const Key& key : kept_keys) {
      if (Value* value = account.find(key)) value->taken = false;
    }
    if (const Value* value = account.find("failover")) {
      for (Member& member : members(*value)) member.value.taken = false;
    }
  }

  void server(Value& value, const Place& place, std::size_t position,
              Connectivity& out) {
    if (!value.is(Type::object)) return;  // the schema speaks of it
    const Value* auth = value.find("auth");
    if (!auth || !auth->is(Type::object)) return;  // likewise
    Server server;
    server.value = &value;
    server.position = position;
    endpoint(*auth, place, server);
    const bool somewhere = server.username || server.ip || server.host;
    if (!somewhere && !auth->find("ip") && !auth->find("auth_user")) {
      return placeholder(value, place);
    }
    if (!somewhere || server.auth_method.empty() ||
        (server.auth_method == "ip" && !server.ip && !server.host) ||
        (server.auth_method == "password" && !server.username)) {
      undecidable(place, server, *auth);
    }
    server.name = text(value, "server_name");
    // No column holds it: it stays in `extra`, and makes the record's id.
    if (const Value* id = value.find("server_id"); id && id->size > 0) {
      if (id->is(Type::string)) server.server_id = id->string();
    }
    server.server_codecs = list(value, "codecs");
    if (server.server_codecs) value.find("codecs")->taken = false;
    server.callee_id = look(value, "callerid");
    server.hidden = hides_numbers(value.find("enabled"));
    if (const Value* options = value.find("options")) {
      this->options(*options, Place(place, "options"), server);
    }
    if (Value* dids = value.find("DIDs")) {
      this->dids(*dids, Place(place, "DIDs"), server);
    }
    out.servers.push_back(std::move(server));
  }

  void placeholder(const Value& value, const Place& place) {
    const Value* dids = value.find("DIDs");
    if (dids && dids->size > 0) {
      findings_.add(rule::endpoint_undecidable, to_pointer(place),
                    fmt::format("it has {} numbers, but neither a user nor an "
                                "address",
                                dids->size));
      return;
    }
    findings_.add(rule::placeholder_server, to_pointer(place),
                  "neither a user nor an address, and no numbers");
  }

  void undecidable(const Place& place, const Server& server,
                   const Value& auth) {
    // A malformed address is reported as such.
    if (auth.find("ip") && !server.ip && !server.host) return;
    std::string why = "there is neither a method, a user nor an address";
    if (server.auth_method == "ip") {
      why = "it is to be known by its address, but has none";
    } else if (server.auth_method == "password") {
      why = "it is to register, but has no user";
    }
    findings_.add(rule::endpoint_undecidable, to_pointer(Place(place, "auth")),
                  why);
  }

  void endpoint(const Value& auth, const Place& place, Server& server) {
    const Place here(place, "auth");
    server.auth_method = text(auth, "auth_method").value_or("");
    if (const Value* user = auth.find("auth_user"); user && user->size > 0) {
      server.username = text(auth, "auth_user");
    }
    server.secret = text(auth, "auth_password");
    server.port = integer(auth, "port");
    if (server.port && (*server.port < 1 || *server.port > 65535)) {
      findings_.add(rule::port_out_of_range, to_pointer(Place(here, "port")),
                    fmt::format("expected 1 to 65535, found {}", *server.port));
    }
    const auto address = text(auth, "ip");
    if (!address) return;
    switch (address_kind(*address)) {
      case AddressKind::literal: server.ip = address; return;
      case AddressKind::name:
        server.host = address;
        findings_.add(rule::address_is_a_name, to_pointer(Place(here, "ip")),
                      "expected an IP address, found a host name");
        return;
      case AddressKind::malformed:
        findings_.add(rule::address_malformed, to_pointer(Place(here, "ip")),
                      fmt::format("expected an IP address, found text of {} "
                                  "characters that is neither that nor a host "
                                  "name",
                                  code_points(*address)));
        return;
    }
  }

  void options(const Value& options, const Place& place, Server& server) {
    server.enabled = boolean(options, "enabled");
    server.invite_format = text(options, "inbound_format");
    server.settings = cascaded(options, place);
    server.force_outbound = boolean(options, "force_outbound");
    server.hunt_non_reconcilable = boolean(options, "hunt_non_reconcilable");
    server.hunt_account_id = text(options, "hunt_account_id");
    server.codecs = list(options, "codecs");
    aside(options, place, "codecs");
    server.flags = list(options, "flags");
    server.dynamic_flags = list(options, "dynamic_flags");
    server.sip_headers = list(options, "sip_headers", Type::object);
    server.caller_id = caller_id(options, "caller_id", true);
    server.emergency_caller_id = caller_id(options, "emergency_caller_id");
  }

  void dids(Value& dids, const Place& place, Server& server) {
    if (dids.is(Type::object)) server.dids.reserve(dids.size);
    for (Member& member : members(dids)) {
      const Key& key = member.key;
      const Place here(place, key);
      if (!is_plus_number(key) && !usable_key(key, dids, here)) continue;
      if (!member.value.is(Type::object)) continue;  // the schema speaks of it
      Did did;
      did.number = key;
      did.claim_rank = claim_rank(here, server);
      did.value = &member.value;
      did.callee_id = caller_id(member.value, "caller_id", true);
      did.settings = cascaded(member.value, here);
      did.force_outbound = boolean(member.value, "force_outbound");
      did.options = list(member.value, "options");
      member.value.taken = true;
      server.dids.push_back(did);
    }
  }

  // Whether a key that is not "+" and digits can be dialled all the same.
  bool usable_key(std::string_view key, const Value& dids, const Place& place) {
    const std::string number = normalized_number(without_separators(key));
    if (is_plus_number(number) && dids.find(number)) {
      findings_.add(rule::did_collision, to_pointer(place),
                    fmt::format("another spelling of {}", number));
      return false;
    }
    const bool dialled = all_digits(key) && key.size() <= 36;
    const bool long_plus =
        key.starts_with('+') && all_digits(key.substr(1)) && key.size() <= 36;
    if (dialled || long_plus) {
      findings_.add(rule::did_not_e164, to_pointer(place),
                    "expected a plus and 1 to 15 digits");
      return true;
    }
    findings_.add(rule::did_not_a_number, to_pointer(place),
                  fmt::format("expected a number, found {} characters that "
                              "are not one",
                              code_points(key)));
    return false;
  }

  std::int64_t claim_rank(const Place& place, const Server& server) const {
    const std::int64_t rank =
        server.position < order_.size() ? order_[server.position] : 0;
    const bool dead =
        unseen_ || server.hidden || (may_rename_ && was_renamed(place));
    return dead ? rank + dead_claim : rank;
  }

  static bool is_rename(const Change& change) {
    return change.kind == Change::Kind::rename;
  }

  static bool renames(const Change& change) {
    return is_rename(change) || change.before.starts_with('[');
  }

  // Under another spelling, or in a list: before normalization no call matched.
  bool was_renamed(const Place& place) const {
    const std::string did = to_pointer(place);
    const std::string dids = to_pointer(*place.up);
    return std::any_of(
        changes_.begin(), changes_.end(), [&](const Change& change) {
          return is_rename(change)
                     ? change.pointer == did
                     : change.pointer == dids && change.before.starts_with('[');
        });
  }

  const std::vector<Change>& changes_;
  const std::vector<std::int64_t>& order_;
  Findings& findings_;
  bool may_rename_;
  bool unseen_ = false;  // without an account the number lookup has no rows
};

}  // namespace

Connectivity bind_document(Value& root, const std::vector<Change>& changes,
                           const std::vector<std::int64_t>& order,
                           Findings& findings) {
  return Binder(changes, order, findings).document(root);
}

}  // namespace trunklift
