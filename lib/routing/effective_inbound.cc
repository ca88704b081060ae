// A call from a carrier, as ts_from_offnet routes it.
#include <array>

#include "base/text.h"
#include "model/cast.h"
#include "model/document.h"
#include "model/number.h"
#include "routing/effective.h"
#include "routing/levels.h"

namespace trunklift::routing {
namespace {

constexpr std::string_view sip_port = "5060";

// A member of an account block or of a server that only counts as an object.
Term object_or_null(Term term) {
  return term && term->is(Type::object) ? term : nullptr;
}

// Where the server is reached. What the platform's string functions make of odd
// values is made here as well.
Value address(const Value& ip, Term port, Arena& arena) {
  if (!port) return ip;
  std::string number = bytes_of(*port);
  if (port->is(Type::string)) {
    const auto cast = cast_integer(*port);
    if (!cast) throw Crash();
    number = std::to_string(*cast);
  }
  const bool is_number = port->is(Type::string) || port->is_number();
  if (is_number && number == sip_port) return ip;
  std::string out;
  if (ip.is(Type::string)) {
    out = ip.string();
  } else {
    Value list = Value::empty_array();  // the platform flattens a list of it
    list.items = const_cast<Value*>(&ip);
    list.size = 1;
    append_bytes(out, list);
  }
  out += ':';
  out += number;
  return Value::of(arena.copy(out));
}

// The two halves of what the callee is called.
CallerIdFound callee_id(std::initializer_list<Found> levels) {
  for (const auto& [term, level] : levels) {
    if (!is_filled_object(term)) continue;
    const CallerIdFound id{term->find("cid_name"), term->find("cid_number"),
                           level};
    if (id.name || id.number) return id;
  }
  return {};
}

// The name of an invite format, whatever way it is written.
std::string_view invite_format(const Value& format) {
  constexpr std::uint32_t longest = 64;
  if (format.is(Type::string) && format.size > longest) return "username";
  const std::string name = to_lower(bytes_of(format));
  if (name == "e.164" || name == "e164") return "e164";
  if (name == "npan" || name == "npanxxxxxx") return "npan";
  if (name == "1npan" || name == "1npanxxxxxx") return "1npan";
  if (name == "strip_plus" || name == "e164_without_plus") return "strip_plus";
  return "username";
}

std::string dialled_in(std::string_view format, const std::string& number) {
  if (format == "e164") return normalized_number(number);
  if (format == "npan") return npan_of(number);
  if (format == "1npan") return one_npan_of(number);
  if (format == "strip_plus") return strip_plus_of(number);
  return number;
}

}  // namespace

void Effective::inbound(std::string_view dialled, Route& out) {
  out.clear();
  if (dialled.empty()) return;  // it crashes the platform's normalization
  const std::string number = normalized_number(dialled);
  const DidRow* row = lookup_.did(number);
  if (!row) {
    out.outcome = Outcome::no_did_found;
    return;
  }
  out.by = row->server;
  try {
    ring(*row, number, out);
  } catch (const Crash&) {
    out.settings.clear();
    out.outcome = Outcome::crash;
  }
}

// A user that is no text is looked up as the text it prints as.
const UserRow* Effective::row_of(const Value& user, Term realm) const {
  if (!realm || !realm->is(Type::string)) return nullptr;
  try {
    return lookup_.user(realm->string(), bytes_of(user));
  } catch (const Crash&) {
    return nullptr;  // caught by the platform, too
  }
}

const Effective::Side& Effective::side_of(const ServerPlace& place) {
  const auto found = sides_.find(&place);
  if (found != sides_.end()) return found->second;
  return sides_[&place] = make_side(place);
}

Effective::Side Effective::make_side(const ServerPlace& place) {
  Side side;
  const auto block_of = [](const ServerPlace& of) {
    return object_or_null(of.document->root->find("account"));
  };
  side.auth = place.value->find("auth");
  side.own_options = place.value->find("options");
  side.realm = realm_of(*place.document);
  side.user = get(side.auth, "auth_user");
  // The options come from the user's row; without a user, from the number's.
  // A user without a row has neither options nor an account.
  if (!side.user) {
    side.options = side.own_options;
    side.account = block_of(place);
  } else if ((side.user_row = row_of(*side.user, side.realm))) {
    side.server = side.user_row->server->value;
    side.options = side.server->find("options");
    side.account = block_of(*side.user_row->server);
  }
  const Term ip = routing::find("ip", side.auth, side.options);
  const Term port = routing::find("port", side.auth, side.options);
  try {
    side.has_address = ip;
    if (ip) side.address = address(*ip, port, arena_);
  } catch (const Crash&) {
    side.address_crashes = true;
  }
  const Value npan = Value::of(std::string_view("npan"));
  side.own_format = side.options && side.options->is(Type::object)
                        ? side.options->find("inbound_format")
                        : nullptr;
  try {
    side.format = invite_format(side.own_format ? *side.own_format : npan);
  } catch (const Crash&) {
    side.format_crashes = true;
  }
  if (side.user && !is_empty_text(side.user) && side.realm &&
      !is_empty_text(side.realm)) {
    side.has_aor = true;
    side.aor_crashes =
        !side.user->is(Type::string) || !side.realm->is(Type::string);
    if (side.aor_crashes) return side;
    side.aor = empty_object_;
    const std::string aor = "sip:" + std::string(side.user->string()) + "@" +
                            std::string(side.realm->string());
    add_member(side.aor, arena_, "X-KAZOO-AOR", Value::of(arena_.copy(aor)));
  }
  return side;
}

// The account's document goes over the account block. A user without a row has
// no account at all.
Found Effective::caller_id_options(const Side& side) const {
  if (side.options) {
    if (const Term own = get_object(side.options, "caller_id_options")) {
      return {own, Level::options};
    }
  }
  const bool has_account = side.user_row || !side.user;
  if (!has_account) return {&empty_object_, Level::fallback};
  const auto of = [](Term object) {
    return object ? object_or_null(object->find("caller_id_options")) : nullptr;
  };
  if (const Term found = of(documents_.account)) {
    return {found, Level::account_document};
  }
  if (const Term found = of(side.account)) return {found, Level::account};
  return {&empty_object_, Level::fallback};
}

void Effective::ring(const DidRow& row, const std::string& number, Route& out) {
  const Side& side = side_of(*row.server);
  if (side.user_row) out.options = side.user_row->server;
  const Term hunt_account = get(side.own_options, "hunt_account_id");
  const Term route_options = get(row.did, "options");
  const Term enabled = get(side.options, "enabled");
  if (enabled && !is_true(enabled)) {
    out.outcome = Outcome::server_disabled;
    return;
  }
  if (side.address_crashes || side.format_crashes || side.aor_crashes) {
    throw Crash();
  }
  SettingList list(out.settings, arena_);
  if (side.has_aor) {
    list.put("Custom-SIP-Headers", Found{&side.aor, Level::auth}, "auth_user");
  }
  list.put("Invite-Format", side.format,
           side.own_format ? Level::options : Level::fallback,
           "inbound_format");
  list.put("To-DID", dialled_in(side.format, number), Level::call);
  put_levels(row, side, number, list, out);
  put_callee_id(row, list);
  put_endpoint(side, list);
  list.put("Route-Options",
           route_options ? Found{route_options, Level::did}
                         : Found{&empty_array_, Level::fallback},
           "options");
  list.put("Hunt-Account-ID", Found{hunt_account, Level::own_options},
           "hunt_account_id");
  const Value id = Value::of(row.server->document->id);
  list.put("Authorizing-ID", Found{&id, Level::document}, "_id");
  out.outcome = Outcome::endpoint;
}

// What is looked for at several levels, and what of it the message that rings
// the server has to hold.
void Effective::put_levels(const DidRow& row, const Side& side,
                           const std::string& number, SettingList& list,
                           Route& out) const {
  const std::array levels{LevelObject{Level::did, row.did},
                          LevelObject{Level::options, side.options},
                          LevelObject{Level::account, side.account}};
  const std::array failovers{
      LevelObject{Level::number_document, number_document(documents_, number)},
      levels[0], levels[1], levels[2]};
  Found codecs{routing::find("codecs", side.options, nullptr), Level::options};
  if (!codecs.term) {
    codecs = {routing::find("codecs", side.server, nullptr), Level::server};
  }
  list.put("Codecs", codecs, "codecs");
  const Media media = media_handling(levels);
  list.put("Bypass-Media", media.process ? "false" : "true", media.level,
           "media_handling");
  list.put("Endpoint-Progress-Timeout",
           first_text_or_object(levels, "progress_timeout"),
           "progress_timeout");
  list.put("Failover", failover(failovers), "failover");
  list.put("Endpoint-Delay", first_text_or_object(levels, "delay"), "delay");
  const Found headers = sip_headers(levels);
  if (!side.has_aor) list.put("Custom-SIP-Headers", headers, "sip_headers");
  const Found early = first_text_or_object(levels, "ignore_early_media");
  list.put("Ignore-Early-Media", early, "ignore_early_media");
  list.put("Endpoint-Timeout", first_text_or_object(levels, "timeout"),
           "timeout");
  out.bypass = !media.process;
  out.bridgeable = !early.term || early.term->string_or_empty() == "true" ||
                   early.term->string_or_empty() == "false";
}

void Effective::put_callee_id(const DidRow& row, SettingList& list) {
  const auto filled = [](Term term) {
    return is_truthy(term) ? term : nullptr;
  };
  const Value& root = *row.server->document->root;
  const CallerIdFound callee = callee_id(
      {Found{get(row.did, "caller_id"), Level::did},
       Found{filled(root.find("callerid")), Level::document},
       Found{filled(row.server->value->find("callerid")), Level::server}});
  list.put("Callee-ID-Name", Found{callee.name, callee.level}, "cid_name");
  list.put("Callee-ID-Number", Found{callee.number, callee.level},
           "cid_number");
}

// Where the server is.
void Effective::put_endpoint(const Side& side, SettingList& list) const {
  list.put("To-User", Found{side.user, Level::auth}, "auth_user");
  list.put("To-Realm", Found{side.realm, Level::own_account}, "auth_realm");
  list.put("Caller-ID-Options", caller_id_options(side), "caller_id_options");
  if (!side.has_address) return;
  const bool of_auth = side.auth->find("ip");
  list.put("To-IP",
           Found{&side.address, of_auth ? Level::auth : Level::options}, "ip");
}

}  // namespace trunklift::routing
