// Levels are those of legacy.h; what a value is called is the platform's own.
#include "routing/intended.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "model/number.h"
#include "model/placeholder.h"
#include "routing/effective.h"
#include "routing/levels.h"

namespace trunklift::routing {
namespace {

constexpr std::int64_t sip_port = 5060;

template <typename T>
struct Picked {
  std::optional<T> value;
  Level level = Level::fallback;
};

template <typename T>
Picked<T> pick(
    std::initializer_list<std::pair<const std::optional<T>*, Level>> levels) {
  for (const auto& [value, level] : levels) {
    if (*value) return {*value, level};
  }
  return {};
}

// The first level that has one, be it an explicit none.
std::pair<const CallerId*, Level> pick_caller_id(
    std::initializer_list<std::pair<const CallerId*, Level>> levels) {
  for (const auto& [id, level] : levels) {
    if (id->present) return {id, level};
  }
  return {nullptr, Level::fallback};
}

std::string dialled_in(std::string_view format, const std::string& number) {
  if (format == "npan") return npan_of(number);
  if (format == "1npan") return one_npan_of(number);
  if (format == "strip_plus") return strip_plus_of(number);
  return number;
}

// Where a number's own document fails over to.
Failover failover_of(const Value* number_document) {
  Failover out;
  const Value* failover =
      number_document ? number_document->find("failover") : nullptr;
  const auto text = [&](const Key& key) -> std::optional<std::string_view> {
    const Value* value = failover ? failover->find(key) : nullptr;
    if (!value || !value->is(Type::string) || value->size == 0 ||
        is_placeholder(value->string())) {
      return {};
    }
    return value->string();
  };
  out.number = text("e164");
  out.sip = text("sip");
  out.present = out.number || out.sip;
  return out;
}

}  // namespace

Intended::Intended(const AccountDocuments& documents,
                   const std::vector<ConvertedTrunk>& trunks,
                   StandingOf standing, Arena& arena)
    : documents_(documents), standing_(std::move(standing)), arena_(arena) {
  for (const ConvertedTrunk& trunk : trunks) {
    for (const Server& server : trunk.connectivity->servers) {
      const std::size_t side = sides_.size();
      Side& made = sides_.emplace_back();
      made.document = trunk.connectivity;
      made.server = &server;
      made.place = {trunk.document, {}, server.position, server.value};
      if (server.username) {
        users_[to_lower(*server.username)].push_back(side);
      }
      if (server.ip) addresses_[std::string(*server.ip)].push_back(side);
      for (const Did& did : server.dids) {
        claims_.push_back({did.number, did.claim_rank >= dead_claim,
                           trunk.document->id, did.claim_rank, &did, side});
      }
    }
  }
  std::sort(claims_.begin(), claims_.end(), [](const Claim& a, const Claim& b) {
    return std::tie(a.number, a.is_dead, a.document_id, a.rank, a.side) <
           std::tie(b.number, b.is_dead, b.document_id, b.rank, b.side);
  });
}

void Intended::inbound(std::string_view dialled, Route& out) {
  out.clear();
  const std::string number = normalized_number(dialled);
  const auto claim = std::lower_bound(
      claims_.begin(), claims_.end(), number,
      [](const Claim& a, std::string_view b) { return a.number < b; });
  if (claim == claims_.end() || claim->number != number) {
    out.outcome = Outcome::no_did_found;
    return;
  }
  out.by = out.options = &sides_[claim->side].place;
  switch (standing_(number)) {
    case Standing::live: return ring(*claim, out);
    case Standing::contested: out.outcome = Outcome::contested; return;
    case Standing::elsewhere: out.outcome = Outcome::elsewhere; return;
  }
}

Value Intended::failover_object(const Failover& failover) {
  Value object = Value::empty_object();
  if (failover.number) {
    add_member(object, arena_, "e164", Value::of(*failover.number));
  }
  if (failover.sip) add_member(object, arena_, "sip", Value::of(*failover.sip));
  return object;
}

// A list of objects is one object with all their members.
Value Intended::headers_object(const Value& list) {
  Value object = Value::empty_object();
  for (const Value& headers : items(list)) {
    for (const Member& header : members(headers)) {
      if (!object.find(header.key)) {
        add_member(object, arena_, header.key, header.value);
      }
    }
  }
  return object;
}

const Intended::Side& Intended::made(std::size_t side) {
  if (!std::exchange(sides_[side].is_made, true)) make(sides_[side]);
  return sides_[side];
}

// They format the caller's number, and have no column.
Found Intended::caller_id_options(const Side& side) const {
  const auto object_in = [](const Value* of) -> const Value* {
    const Value* found = of ? of->find("caller_id_options") : nullptr;
    return found && found->is(Type::object) ? found : nullptr;
  };
  if (const Value* own = object_in(side.server->value->find("options"))) {
    return {own, Level::options};
  }
  if (const Value* of_account = object_in(documents_.account)) {
    return {of_account, Level::account_document};
  }
  if (const Value* block = object_in(side.document->root->find("account"))) {
    return {block, Level::account};
  }
  return {&empty_object_, Level::fallback};
}

void Intended::make(Side& side) {
  const Server& server = *side.server;
  const Connectivity& document = *side.document;
  // The realm is that of the account, as its own document says. Where they only
  // differ by case, the trunk document's spelling does.
  const Value* own =
      documents_.account ? documents_.account->find("realm") : nullptr;
  side.realm = document.realm;
  if (own && own->is(Type::string) && own->size > 0 &&
      (!side.realm || !equals_ignoring_case(*side.realm, own->string()))) {
    side.realm = own->string();
    side.realm_level = Level::account_document;
  }
  side.has_aor = server.username && !server.username->empty() && side.realm;
  if (side.has_aor) {
    const std::string aor =
        "sip:" + std::string(*server.username) + "@" + std::string(*side.realm);
    side.aor = Value::empty_object();
    add_member(side.aor, arena_, "X-KAZOO-AOR", Value::of(arena_.copy(aor)));
  }
  if (const Value* headers =
          server.sip_headers ? server.sip_headers : document.sip_headers) {
    side.headers = headers_object(*headers);
    side.headers_level = server.sip_headers ? Level::options : Level::account;
    side.has_headers = side.headers.size > 0;
  }
  side.caller_id_options = caller_id_options(side);
  const auto host = server.ip ? server.ip : server.host;
  if (!host) return;
  side.has_address = true;
  std::string address(*host);
  if (server.port && *server.port != sip_port) {
    address += ':' + std::to_string(*server.port);
  }
  side.address = Value::of(arena_.copy(address));
}

void Intended::ring(const Claim& claim, Route& out) {
  const Side& side = made(claim.side);
  const Did& did = *claim.did;
  const Server& server = *side.server;
  const Connectivity& document = *side.document;
  if (!server.enabled.value_or(true) || server.hidden) {
    out.outcome = Outcome::server_disabled;
    return;
  }
  const Cascaded &own = did.settings, &options = server.settings,
                 &account = document.settings;
  const auto cascade = [&](auto member) {
    using T = typename std::decay_t<decltype(own.*member)>::value_type;
    return pick<T>({{&(own.*member), Level::did},
                    {&(options.*member), Level::options},
                    {&(account.*member), Level::account}});
  };
  SettingList list(out.settings, arena_);
  const auto put_number = [&](std::string_view name,
                              const Picked<std::int64_t>& picked,
                              std::string_view member) {
    // 0 is no timer, as it is where none is set.
    if (picked.value.value_or(0) != 0) {
      list.put(name, std::to_string(*picked.value), picked.level, member);
    }
  };
  const auto put_text = [&](std::string_view name,
                            const std::optional<std::string_view>& text,
                            Level level, std::string_view member) {
    if (!text) return;
    const Value value = Value::of(*text);
    list.put(name, Found{&value, level}, member);
  };

  if (side.has_aor) {
    list.put("Custom-SIP-Headers", Found{&side.aor, Level::auth}, "auth_user");
  }
  const std::string_view format = server.invite_format.value_or("npan");
  put_text("Invite-Format", format,
           server.invite_format ? Level::options : Level::fallback,
           "inbound_format");
  list.put("To-DID", dialled_in(format, std::string(claim.number)),
           Level::call);
  if (server.codecs) {
    list.put("Codecs", Found{server.codecs, Level::options}, "codecs");
  } else {
    list.put("Codecs", Found{server.server_codecs, Level::server}, "codecs");
  }
  const auto media = cascade(&Cascaded::media_handling);
  out.bypass = media.value != "process";
  list.put("Bypass-Media", out.bypass ? "true" : "false", media.level,
           "media_handling");
  put_number("Endpoint-Progress-Timeout", cascade(&Cascaded::progress_timeout),
             "progress_timeout");
  const Failover of_number =
      failover_of(number_document(documents_, claim.number));
  for (const auto& [failover, level] :
       {std::pair(&of_number, Level::number_document),
        std::pair(&own.failover, Level::did),
        std::pair(&options.failover, Level::options),
        std::pair(&account.failover, Level::account)}) {
    if (!failover->present) continue;
    const Value object = failover_object(*failover);
    const bool is_none =
        (!failover->number || failover->number->empty()) && !failover->sip;
    if (!is_none) list.put("Failover", Found{&object, level}, "failover");
    break;
  }
  put_number("Endpoint-Delay", cascade(&Cascaded::delay), "delay");
  if (!side.has_aor && side.has_headers) {
    list.put("Custom-SIP-Headers", Found{&side.headers, side.headers_level},
             "sip_headers");
  }
  const auto early = cascade(&Cascaded::ignore_early_media);
  if (early.value.value_or(false)) {
    list.put("Ignore-Early-Media", "true", early.level, "ignore_early_media");
  }
  put_number("Endpoint-Timeout", cascade(&Cascaded::timeout), "timeout");
  const auto [callee, callee_level] =
      pick_caller_id({{&did.callee_id, Level::did},
                      {&document.callee_id, Level::document},
                      {&server.callee_id, Level::server}});
  if (callee) {
    put_text("Callee-ID-Name", callee->name, callee_level, "cid_name");
    put_text("Callee-ID-Number", callee->number, callee_level, "cid_number");
  }
  put_text("To-User", server.username, Level::auth, "auth_user");
  put_text("To-Realm", side.realm, side.realm_level, "auth_realm");
  list.put("Caller-ID-Options", side.caller_id_options, "caller_id_options");
  if (side.has_address) {
    list.put("To-IP", Found{&side.address, Level::auth}, "ip");
  }
  const Value none = Value::empty_array();
  list.put("Route-Options",
           did.options ? Found{did.options, Level::did}
                       : Found{&none, Level::fallback},
           "options");
  put_text("Hunt-Account-ID", server.hunt_account_id, Level::own_options,
           "hunt_account_id");
  put_text("Authorizing-ID", side.place.document->id, Level::document, "_id");
  out.outcome = Outcome::endpoint;
  out.bridgeable = true;
}

std::optional<std::size_t> Intended::side_of(const Call& call) const {
  const auto& index = call.has_user ? users_ : addresses_;
  const auto found = index.find(call.has_user ? to_lower(call.user)
                                              : std::string(call.address));
  if (found == index.end()) return {};
  const Value* own =
      documents_.account ? documents_.account->find("realm") : nullptr;
  const std::string_view account_realm =
      own ? own->string_or_empty() : std::string_view();
  for (const std::size_t at : found->second) {
    const Side& side = sides_[at];
    const std::string_view realm = side.document->realm.value_or("");
    if (!call.has_user || equals_ignoring_case(call.realm, realm) ||
        equals_ignoring_case(call.realm, account_realm)) {
      return at;
    }
  }
  return {};
}

void Intended::outbound(const Call& call, Route& out) {
  out.clear();
  const auto at = side_of(call);
  const Side* side = at ? &made(*at) : nullptr;
  const bool may_hunt =
      side && side->server->hunt_non_reconcilable.value_or(false);
  const std::string to = normalized_number(call.to);
  if (!is_reconcilable(to) && class_of_number(to) != "emergency" && !may_hunt) {
    out.outcome = Outcome::ignored;
    return;
  }
  if (!side) {
    // Nobody knows the caller.
    out.outcome = Outcome::hangup;
    return;
  }
  out.by = out.options = &side->place;
  send(call, *side, out);
  if (!is_denied(documents_.account, call.to)) return;
  out.settings.clear();
  out.outcome = Outcome::hangup;
}

void Intended::send(const Call& call, const Side& side, Route& out) {
  const Server& server = *side.server;
  const Connectivity& document = *side.document;
  SettingList list(out.settings, arena_);
  const auto put = [&](std::string_view name,
                       const std::optional<std::string_view>& text, Level level,
                       std::string_view member) {
    if (!text) return;
    const Value value = Value::of(*text);
    list.put(name, Found{&value, level}, member);
  };
  const auto [caller, level] =
      pick_caller_id({{&server.caller_id, Level::options},
                      {&document.caller_id, Level::account}});
  if (caller) {
    put("Outbound-Caller-ID-Name", caller->name, level, "caller_id/cid_name");
    put("Outbound-Caller-ID-Number", caller->number, level,
        "caller_id/cid_number");
  } else {
    list.put("Outbound-Caller-ID-Number", call.caller_number, Level::call);
    list.put("Outbound-Caller-ID-Name", call.caller_name, Level::call);
  }
  const auto [emergency, emergency_level] =
      pick_caller_id({{&server.emergency_caller_id, Level::options},
                      {&document.emergency_caller_id, Level::account}});
  if (emergency) {
    put("Emergency-Caller-ID-Name", emergency->name, emergency_level,
        "emergency_caller_id/cid_name");
    put("Emergency-Caller-ID-Number", emergency->number, emergency_level,
        "emergency_caller_id/cid_number");
  }
  const bool own_flags = server.flags;
  out.flags = {
      account_flags(documents_.account, "static"),
      account_flags(documents_.account, "dynamic"),
      own_flags ? server.flags : document.flags,
      server.dynamic_flags ? server.dynamic_flags : document.dynamic_flags};
  out.settings.push_back({"Flags", Value::empty_array(),
                          own_flags        ? Level::options
                          : document.flags ? Level::account
                                           : Level::fallback,
                          "flags"});
  const auto media = pick<std::string_view>(
      {{&server.settings.media_handling, Level::options},
       {&document.settings.media_handling, Level::account}});
  list.put("Media", media.value == "process" ? "process" : "bypass",
           media.level, "media_handling");
  if (side.has_headers && (!call.headers || call.headers->size == 0)) {
    list.put("Custom-SIP-Headers", Found{&side.headers, side.headers_level},
             "sip_headers");
  }
  put("Hunt-Account-ID", server.hunt_account_id, Level::options,
      "hunt_account_id");
  out.outcome = Outcome::offnet;
}

}  // namespace trunklift::routing
