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
#include "routing/pick.h"

namespace trunklift::routing {
namespace {

constexpr std::int64_t sip_port = 5060;

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
  const Server& server = *side.server;
  if (!server.enabled.value_or(true) || server.hidden) {
    out.outcome = Outcome::server_disabled;
    return;
  }
  SettingList list(out.settings, arena_);
  if (side.has_aor) {
    list.put("Custom-SIP-Headers", Found{&side.aor, Level::auth}, "auth_user");
  }
  const std::string_view format = server.invite_format.value_or("npan");
  put_text(list, "Invite-Format", format,
           server.invite_format ? Level::options : Level::fallback,
           "inbound_format");
  list.put("To-DID", dialled_in(format, std::string(claim.number)),
           Level::call);
  put_levels(claim, side, list, out);
  put_failover(claim, side, list);
  const auto [callee, callee_level] =
      pick_caller_id({{&claim.did->callee_id, Level::did},
                      {&side.document->callee_id, Level::document},
                      {&server.callee_id, Level::server}});
  if (callee) {
    put_text(list, "Callee-ID-Name", callee->name, callee_level, "cid_name");
    put_text(list, "Callee-ID-Number", callee->number, callee_level,
             "cid_number");
  }
  put_text(list, "To-User", server.username, Level::auth, "auth_user");
  put_text(list, "To-Realm", side.realm, side.realm_level, "auth_realm");
  list.put("Caller-ID-Options", side.caller_id_options, "caller_id_options");
  if (side.has_address) {
    list.put("To-IP", Found{&side.address, Level::auth}, "ip");
  }
  const Value none = Value::empty_array();
  list.put("Route-Options",
           claim.did->options ? Found{claim.did->options, Level::did}
                              : Found{&none, Level::fallback},
           "options");
  put_text(list, "Hunt-Account-ID", server.hunt_account_id, Level::own_options,
           "hunt_account_id");
  put_text(list, "Authorizing-ID", side.place.document->id, Level::document,
           "_id");
  out.outcome = Outcome::endpoint;
  out.bridgeable = true;
}

void Intended::put_levels(const Claim& claim, const Side& side,
                          SettingList& list, Route& out) const {
  const Cascaded &own = claim.did->settings, &options = side.server->settings,
                 &account = side.document->settings;
  const auto cascade = [&](auto member) {
    using T = typename std::decay_t<decltype(own.*member)>::value_type;
    return pick<T>({{&(own.*member), Level::did},
                    {&(options.*member), Level::options},
                    {&(account.*member), Level::account}});
  };
  if (side.server->codecs) {
    list.put("Codecs", Found{side.server->codecs, Level::options}, "codecs");
  } else {
    list.put("Codecs", Found{side.server->server_codecs, Level::server},
             "codecs");
  }
  const auto media = cascade(&Cascaded::media_handling);
  out.bypass = media.value != "process";
  list.put("Bypass-Media", out.bypass ? "true" : "false", media.level,
           "media_handling");
  for (const auto& [name, member, key] :
       {std::tuple("Endpoint-Progress-Timeout", &Cascaded::progress_timeout,
                   "progress_timeout"),
        std::tuple("Endpoint-Delay", &Cascaded::delay, "delay"),
        std::tuple("Endpoint-Timeout", &Cascaded::timeout, "timeout")}) {
    // 0 is no timer, as it is where none is set.
    const auto timer = cascade(member);
    if (timer.value.value_or(0) == 0) continue;
    list.put(name, std::to_string(*timer.value), timer.level, key);
  }
  if (!side.has_aor && side.has_headers) {
    list.put("Custom-SIP-Headers", Found{&side.headers, side.headers_level},
             "sip_headers");
  }
  const auto early = cascade(&Cascaded::ignore_early_media);
  if (early.value.value_or(false)) {
    list.put("Ignore-Early-Media", "true", early.level, "ignore_early_media");
  }
}

void Intended::put_failover(const Claim& claim, const Side& side,
                            SettingList& list) {
  const Failover of_number =
      failover_of(number_document(documents_, claim.number));
  for (const auto& [failover, level] :
       {std::pair(&of_number, Level::number_document),
        std::pair(&claim.did->settings.failover, Level::did),
        std::pair(&side.server->settings.failover, Level::options),
        std::pair(&side.document->settings.failover, Level::account)}) {
    if (!failover->present) continue;
    const bool is_none =
        (!failover->number || failover->number->empty()) && !failover->sip;
    const Value object = failover_object(*failover);
    if (!is_none) list.put("Failover", Found{&object, level}, "failover");
    return;
  }
}

}  // namespace trunklift::routing
