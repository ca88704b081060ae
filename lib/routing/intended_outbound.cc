// Outbound calls, by the user or by the address that they come from.
#include <string>

#include "base/text.h"
#include "model/number.h"
#include "routing/effective.h"
#include "routing/intended.h"
#include "routing/levels.h"
#include "routing/pick.h"

namespace trunklift::routing {

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
  const auto [caller, level] =
      pick_caller_id({{&server.caller_id, Level::options},
                      {&document.caller_id, Level::account}});
  if (caller) {
    put_text(list, "Outbound-Caller-ID-Name", caller->name, level,
             "caller_id/cid_name");
    put_text(list, "Outbound-Caller-ID-Number", caller->number, level,
             "caller_id/cid_number");
  } else {
    list.put("Outbound-Caller-ID-Number", call.caller_number, Level::call);
    list.put("Outbound-Caller-ID-Name", call.caller_name, Level::call);
  }
  const auto [emergency, emergency_level] =
      pick_caller_id({{&server.emergency_caller_id, Level::options},
                      {&document.emergency_caller_id, Level::account}});
  if (emergency) {
    put_text(list, "Emergency-Caller-ID-Name", emergency->name, emergency_level,
             "emergency_caller_id/cid_name");
    put_text(list, "Emergency-Caller-ID-Number", emergency->number,
             emergency_level, "emergency_caller_id/cid_number");
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
  put_text(list, "Hunt-Account-ID", server.hunt_account_id, Level::options,
           "hunt_account_id");
  out.outcome = Outcome::offnet;
}

}  // namespace trunklift::routing
