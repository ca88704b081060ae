// A call from a customer to a carrier, as ts_from_onnet routes it.
#include <array>
#include <utility>

#include "model/number.h"
#include "routing/effective.h"
#include "routing/levels.h"

namespace trunklift::routing {
namespace {

Term object_or_null(Term term) {
  return term && term->is(Type::object) ? term : nullptr;
}

void put_caller_ids(const Call& call, Levels levels, SettingList& list) {
  const CallerIdFound caller = caller_id(levels, "caller_id");
  if (caller.name || caller.number) {
    list.put("Outbound-Caller-ID-Name", Found{caller.name, caller.level},
             "caller_id/cid_name");
    list.put("Outbound-Caller-ID-Number", Found{caller.number, caller.level},
             "caller_id/cid_number");
  } else {
    list.put("Outbound-Caller-ID-Number", call.caller_number, Level::call);
    list.put("Outbound-Caller-ID-Name", call.caller_name, Level::call);
  }
  const CallerIdFound emergency = caller_id(levels, "emergency_caller_id");
  list.put("Emergency-Caller-ID-Name", Found{emergency.name, emergency.level},
           "emergency_caller_id/cid_name");
  list.put("Emergency-Caller-ID-Number",
           Found{emergency.number, emergency.level},
           "emergency_caller_id/cid_number");
}

}  // namespace

// What the account's document adds to the flags of each call.
Term account_flags(Term account, const Key& kind) {
  const Term flags = account ? account->find("outbound_flags") : nullptr;
  if (!flags) return nullptr;
  if (flags->is(Type::array)) return kind == Key("static") ? flags : nullptr;
  const Term list = flags->find(kind);
  return list && list->is(Type::array) ? list : nullptr;
}

void Effective::outbound(const Call& call, Route& out) {
  out.clear();
  try {
    const DidRow* row = lookup_.did(call.caller_name);
    const UserRow* user =
        row || !call.has_user ? nullptr : lookup_.user(call.realm, call.user);
    send(call, row, user, out);
  } catch (const Crash&) {
    out.settings.clear();
    out.outcome = Outcome::crash;
  }
}

const Effective::ListFacts& Effective::facts_of(Term list) {
  const auto [at, is_new] = list_facts_.try_emplace(list);
  if (!is_new || !list) return at->second;
  for (const Value& item : items(*list)) {
    const bool is_atom = item.is(Type::null) || item.is(Type::boolean);
    at->second.all_atoms = at->second.all_atoms && is_atom;
    at->second.has_text = at->second.has_text || item.is(Type::string);
    at->second.has_object = at->second.has_object || item.is(Type::object);
  }
  return at->second;
}

// A list of nothing but null and booleans is taken for a list of keys when the
// request is written, which ends the call.
bool Effective::kill_the_request(const FlagLists& flags) {
  const auto has_items = [](Term list) { return list && list->size > 0; };
  if (!has_items(flags.of_account_document) && !has_items(flags.own)) {
    return false;
  }
  return facts_of(flags.of_account_document).all_atoms &&
         facts_of(flags.own).all_atoms &&
         !facts_of(flags.dynamic_of_account_document).has_text &&
         !facts_of(flags.dynamic).has_text;
}

void Effective::put_flags(Levels levels, Route& out) {
  const Levels lower = levels.subspan(1);  // not those of the number
  Found flags = first_array(lower, "flags");
  const Term wrong_path = get(levels.front().object, "DID_Opts");
  if (wrong_path && wrong_path->is(Type::array)) {
    flags = {wrong_path, Level::did};
  }
  out.flags = {account_flags(documents_.account, "static"),
               account_flags(documents_.account, "dynamic"), flags.term,
               first_array(lower, "dynamic_flags").term};
  if (facts_of(out.flags.dynamic_of_account_document).has_object ||
      facts_of(out.flags.dynamic).has_object) {
    throw Crash();
  }
  out.settings.push_back({"Flags", Value::empty_array(), flags.level, "flags"});
}

void Effective::send(const Call& call, const DidRow* row, const UserRow* user,
                     Route& out) {
  const ServerPlace* server = row ? row->server : user ? user->server : nullptr;
  Term options = nullptr, account = nullptr, did = nullptr;
  if (server) {
    out.by = server;
    const Value& root = *server->document->root;
    options = server->value->find("options");
    account = root.find("account");
    if (row) {
      // A row of a number has the options one level higher than is read.
      options = get(options, "options");
      did = row->did;
    } else {
      account = object_or_null(account);
    }
  }
  const Term may_hunt = options && options->is(Type::object)
                            ? options->find("hunt_non_reconcilable")
                            : nullptr;
  const std::string to = normalized_number(call.to);
  if (!is_reconcilable(to) && class_of_number(to) != "emergency" &&
      !is_true(may_hunt)) {
    out.outcome = Outcome::ignored;
    return;
  }

  const std::array levels{LevelObject{Level::did, did},
                          LevelObject{Level::options, options},
                          LevelObject{Level::account, account}};
  SettingList list(out.settings, arena_);
  put_caller_ids(call, levels, list);
  put_flags(levels, out);
  const Media media = media_handling(levels);
  list.put("Media", media.process ? "process" : "bypass", media.level,
           "media_handling");
  for (const auto& [name, member] :
       {std::pair("Timeout", "timeout"),
        std::pair("Ignore-Early-Media", "ignore_early_media"),
        std::pair("Ringback", "ringback")}) {
    list.put(name, Found{get(did, member), Level::did}, member);
  }
  list.put("Custom-SIP-Headers", sip_headers(levels, call.headers),
           "sip_headers");
  list.put("Hunt-Account-ID",
           Found{get(options, "hunt_account_id"), Level::options},
           "hunt_account_id");

  if (kill_the_request(out.flags) || is_restricted(call)) {
    out.settings.clear();
    out.outcome = Outcome::hangup;
    return;
  }
  out.outcome = Outcome::offnet;
}

bool is_denied(Term account_document, std::string_view number) {
  const Term restrictions =
      account_document ? account_document->find("call_restriction") : nullptr;
  if (!restrictions || restrictions->is(Type::array)) return false;
  // The platform fails to read it, and hangs up.
  if (!restrictions->is(Type::object)) return true;
  const Term of_class =
      restrictions->find(class_of_number(normalized_number(number)));
  if (!of_class || of_class->is(Type::array)) return false;
  if (!of_class->is(Type::object)) return true;
  const Term action = of_class->find("action");
  return action && action->string_or_empty() == "deny";
}

// Only a user that has a row is restricted. Without a user the platform finds
// no answer, and hangs up.
bool Effective::is_restricted(const Call& call) {
  if (!call.has_user) return true;
  return lookup_.user(call.realm, call.user) &&
         is_denied(documents_.account, call.to);
}

}  // namespace trunklift::routing
