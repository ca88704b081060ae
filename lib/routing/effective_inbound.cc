// A call from a carrier, as ts_from_offnet routes it.
#include <algorithm>
#include <array>
#include <optional>
#include <utility>

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

// Where the server is reached, "" if nothing says so. What the platform's
// string functions make of odd values is made here as well.
std::optional<Value> address(Term ip, Term port, Arena& arena) {
  if (!ip) return {};
  if (!port) return *ip;
  std::string number = bytes_of(*port);
  if (port->is(Type::string)) {
    const auto cast = cast_integer(*port);
    if (!cast) throw Crash();
    number = std::to_string(*cast);
  }
  const bool is_number = port->is(Type::string) || port->is_number();
  if (is_number && number == sip_port) return *ip;
  std::string out;
  if (ip->is(Type::string)) {
    out = ip->string();
  } else {
    Value list = Value::empty_array();  // the platform flattens a list of it
    list.items = const_cast<Value*>(ip);
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

// The name of the format, and the number in it.
std::pair<std::string_view, std::string> invite_format(
    const Value& format, const std::string& number) {
  std::string name = is_empty_text(&format) ? "username" : bytes_of(format);
  // Byte by byte, as everywhere.
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  if (name == "e.164" || name == "e164") {
    return {"e164", normalized_number(number)};
  }
  if (name == "npan" || name == "npanxxxxxx") return {"npan", npan_of(number)};
  if (name == "1npan" || name == "1npanxxxxxx") {
    return {"1npan", one_npan_of(number)};
  }
  if (name == "strip_plus" || name == "e164_without_plus") {
    return {"strip_plus", strip_plus_of(number)};
  }
  return {"username", number};
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

void Effective::ring(const DidRow& row, const std::string& number, Route& out) {
  const Value& root = *row.server->document->root;
  const Value& server_row = *row.server->value;
  const Term auth = server_row.find("auth");
  const Term account_block = root.find("account");
  const Term realm = realm_of(*row.server->document);
  const Term row_options = server_row.find("options");
  const Term hunt_account = get(row_options, "hunt_account_id");
  const Term route_options = get(row.did, "options");
  const Term user = get(auth, "auth_user");

  // The options come from the user's row; without a user, from the number's.
  // A user without a row has neither options nor an account.
  const UserRow* user_row = nullptr;
  Term server = nullptr, options = row_options;
  Term account = object_or_null(account_block);
  if (user) {
    user_row = row_of(*user, realm);
    server = user_row ? user_row->server->value : nullptr;
    options = server ? server->find("options") : nullptr;
    account =
        user_row
            ? object_or_null(user_row->server->document->root->find("account"))
            : nullptr;
  }
  if (user_row) out.options = user_row->server;
  const Term ip = routing::find("ip", auth, options);
  const Term port = routing::find("port", auth, options);
  const Term enabled = get(options, "enabled");
  if (enabled && !is_true(enabled)) {
    out.outcome = Outcome::server_disabled;
    return;
  }

  const Value empty_object = Value::empty_object();
  const Value empty_array = Value::empty_array();
  // Of the account block, the realm and this come from the account's document.
  // Both rows have an account block, if there is one.
  const bool has_account = user_row || !user;
  Found caller_id_options{&empty_object, Level::fallback};
  if (has_account) {
    const Term of_account = object_or_null(
        documents_.account ? documents_.account->find("caller_id_options")
                           : nullptr);
    if (of_account) {
      caller_id_options = {of_account, Level::account_document};
    } else if (const Term of_block = object_or_null(
                   account ? account->find("caller_id_options") : nullptr)) {
      caller_id_options = {of_block, Level::account};
    }
  }
  if (options) {
    if (const Term own = get_object(options, "caller_id_options")) {
      caller_id_options = {own, Level::options};
    }
  }

  const Value npan = Value::of(std::string_view("npan"));
  const Term own_format = get(options, "inbound_format");
  const std::array levels{LevelObject{Level::did, row.did},
                          LevelObject{Level::options, options},
                          LevelObject{Level::account, account}};
  const auto filled = [](Term term) {
    return is_truthy(term) ? term : nullptr;
  };
  const CallerIdFound callee =
      callee_id({Found{get(row.did, "caller_id"), Level::did},
                 Found{filled(root.find("callerid")), Level::document},
                 Found{filled(server_row.find("callerid")), Level::server}});
  const Found progress = first_text_or_object(levels, "progress_timeout");
  const Media media = media_handling(levels);
  const std::array failovers{
      LevelObject{Level::number_document, number_document(documents_, number)},
      levels[0], levels[1], levels[2]};
  const Found failing_over = failover(failovers);
  const Found delay = first_text_or_object(levels, "delay");
  const Found headers = sip_headers(levels);
  const Found early = first_text_or_object(levels, "ignore_early_media");
  const Found timeout = first_text_or_object(levels, "timeout");
  Found codecs{routing::find("codecs", options, nullptr), Level::options};
  if (!codecs.term)
    codecs = {routing::find("codecs", server, nullptr), Level::server};
  const std::optional<Value> to_ip = address(ip, port, arena_);
  const auto [format, to] =
      invite_format(own_format ? *own_format : npan, number);

  const bool has_user = user && !is_empty_text(user);
  const bool has_realm = realm && !is_empty_text(realm);
  SettingList list(out.settings, arena_);
  if (has_user && has_realm) {
    if (!user->is(Type::string) || !realm->is(Type::string)) throw Crash();
    Value headers_object = Value::empty_object();
    const std::string aor = "sip:" + std::string(user->string()) + "@" +
                            std::string(realm->string());
    add_member(headers_object, arena_, "X-KAZOO-AOR",
               Value::of(arena_.copy(aor)));
    out.settings.push_back(
        {"Custom-SIP-Headers", headers_object, Level::auth, "auth_user"});
  }
  list.put("Invite-Format", format,
           own_format ? Level::options : Level::fallback, "inbound_format");
  list.put("To-DID", to, Level::call);
  list.put("Codecs", codecs, "codecs");
  list.put("Bypass-Media", media.process ? "false" : "true", media.level,
           "media_handling");
  list.put("Endpoint-Progress-Timeout", progress, "progress_timeout");
  list.put("Failover", failing_over, "failover");
  list.put("Endpoint-Delay", delay, "delay");
  if (!(has_user && has_realm)) {
    list.put("Custom-SIP-Headers", headers, "sip_headers");
  }
  list.put("Ignore-Early-Media", early, "ignore_early_media");
  list.put("Endpoint-Timeout", timeout, "timeout");
  list.put("Callee-ID-Name", Found{callee.name, callee.level}, "cid_name");
  list.put("Callee-ID-Number", Found{callee.number, callee.level},
           "cid_number");
  list.put("To-User", Found{user, Level::auth}, "auth_user");
  list.put("To-Realm", Found{realm, Level::own_account}, "auth_realm");
  list.put("Caller-ID-Options", caller_id_options, "caller_id_options");
  if (to_ip) {
    const bool of_auth = auth->find("ip");
    list.put("To-IP", Found{&*to_ip, of_auth ? Level::auth : Level::options},
             "ip");
  }
  list.put("Route-Options",
           route_options ? Found{route_options, Level::did}
                         : Found{&empty_array, Level::fallback},
           "options");
  list.put("Hunt-Account-ID", Found{hunt_account, Level::own_options},
           "hunt_account_id");
  list.put("Authorizing-ID", row.server->document->id, Level::document, "_id");

  out.outcome = Outcome::endpoint;
  out.bypass = !media.process;
  const Value* early_value = early.term;
  out.bridgeable = !early_value || early_value->string_or_empty() == "true" ||
                   early_value->string_or_empty() == "false";
}

}  // namespace trunklift::routing
