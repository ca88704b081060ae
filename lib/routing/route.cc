// The answers as JSON.
#include "routing/route.h"

#include "base/json_writer.h"
#include "model/pointer.h"
#include "routing/shown_value.h"

namespace trunklift::routing {
namespace {

void append_settings(JsonWriter& json, std::string_view key, const Route& route,
                     std::string& out) {
  json.object(key);
  for (const Setting& setting : route.settings) {
    json.key(setting.name);
    const bool through_view = setting.level != Level::account_document &&
                              setting.level != Level::number_document;
    if (setting.level == Level::call) {
      append_json(out, setting.value);
    } else {
      append_shown_value(out, setting.value, through_view);
    }
  }
  json.end_object();
}

}  // namespace

std::string ServerPlace::pointer() const {
  std::string out = "/servers";
  append_token(out, key.data() ? key : std::string_view(std::to_string(index)));
  return out;
}

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::endpoint: return "endpoint";
    case Outcome::no_did_found: return "no_did_found";
    case Outcome::server_disabled: return "server_disabled";
    case Outcome::offnet: return "offnet";
    case Outcome::ignored: return "ignored";
    case Outcome::hangup: return "hangup";
    case Outcome::crash: return "crash";
  }
  return "";
}

void Route::clear() {
  outcome = Outcome::crash;
  settings.clear();
  bypass = bridgeable = false;
  by = options = nullptr;
}

const Setting* Route::find(std::string_view name) const {
  for (const Setting& setting : settings) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

void append_inbound_json(std::string& out, std::string_view account_id,
                         std::string_view number, const Route& route) {
  JsonWriter json(out);
  json.object()
      .text("account_id", account_id)
      .plain("direction", "inbound")
      .text("number", number)
      .plain("outcome", outcome_name(route.outcome));
  if (route.outcome == Outcome::endpoint) {
    append_settings(json, "endpoint", route, out);
    json.plain("media", route.bypass ? "bypass" : "process")
        .flag("bridgeable", route.bridgeable);
  }
  json.end_object().end_line();
}

void append_outbound_json(std::string& out, std::string_view account_id,
                          const Call& call, const Route& route) {
  JsonWriter json(out);
  json.object().text("account_id", account_id).plain("direction", "outbound");
  if (call.has_user) {
    json.text("user", call.user).text("realm", call.realm);
  } else {
    json.text("address", call.address);
  }
  json.plain("outcome", outcome_name(route.outcome));
  if (route.outcome == Outcome::offnet) {
    append_settings(json, "request", route, out);
  }
  json.end_object().end_line();
}

}  // namespace trunklift::routing
