// A call from a customer to a carrier, as ts_from_onnet routes it.
#include <algorithm>
#include <array>
#include <vector>

#include "model/number.h"
#include "routing/effective.h"
#include "routing/levels.h"

namespace trunklift::routing {
namespace {

Term object_or_null(Term term) {
  return term && term->is(Type::object) ? term : nullptr;
}

// What the account's document adds to the flags of each call.
Term account_flags(Term account, const Key& kind) {
  const Term flags = account ? account->find("outbound_flags") : nullptr;
  if (!flags) return nullptr;
  if (flags->is(Type::array)) return kind == Key("static") ? flags : nullptr;
  const Term list = flags->find(kind);
  return list && list->is(Type::array) ? list : nullptr;
}

// A dynamic flag stands for a value that is only known during the call.
Value dynamic_flag(std::string_view name, Arena& arena) {
  return Value::of(arena.copy("dynamic:" + std::string(name)));
}

// A list of nothing but these is taken for a list of keys when the request is
// written, which ends the call.
bool kills_the_request(const Value& flags) {
  if (flags.size == 0) return false;
  for (const Value& flag : items(flags)) {
    if (!flag.is(Type::null) && !flag.is(Type::boolean)) return false;
  }
  return true;
}

}  // namespace

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
  const Media media = media_handling(levels);
  const Found headers = sip_headers(levels, call.headers);
  const CallerIdFound emergency = caller_id(levels, "emergency_caller_id");
  const CallerIdFound caller = caller_id(levels, "caller_id");
  const std::array flag_levels{LevelObject{Level::options, options},
                               LevelObject{Level::account, account}};
  Found flags = first_array(flag_levels, "flags");
  const Term wrong_path = get(did, "DID_Opts");
  if (wrong_path && wrong_path->is(Type::array)) {
    flags = {wrong_path, Level::did};
  }
  const Found dynamic = first_array(flag_levels, "dynamic_flags");

  SettingList list(out.settings, arena_);
  if (caller.name || caller.number) {
    list.put("Outbound-Caller-ID-Name", Found{caller.name, caller.level},
             "caller_id/cid_name");
    list.put("Outbound-Caller-ID-Number", Found{caller.number, caller.level},
             "caller_id/cid_number");
  } else {
    list.put("Outbound-Caller-ID-Number", call.caller_number, Level::call);
    list.put("Outbound-Caller-ID-Name", call.caller_name, Level::call);
  }
  list.put("Emergency-Caller-ID-Name", Found{emergency.name, emergency.level},
           "emergency_caller_id/cid_name");
  list.put("Emergency-Caller-ID-Number",
           Found{emergency.number, emergency.level},
           "emergency_caller_id/cid_number");
  std::vector<Value> all;
  const Term account_static = account_flags(documents_.account, "static");
  const Term account_dynamic = account_flags(documents_.account, "dynamic");
  const auto take = [&](Term array, bool is_dynamic) {
    if (!array) return;
    for (const Value& flag : items(*array)) {
      if (is_dynamic && flag.is(Type::object)) throw Crash();
      if (!is_dynamic) {
        all.push_back(flag);
      } else if (flag.is(Type::string)) {
        all.push_back(dynamic_flag(flag.string(), arena_));
      }
    }
  };
  take(account_static, false);
  take(account_dynamic, true);
  take(flags.term, false);
  take(dynamic.term, true);
  Value flag_list = Value::empty_array();
  flag_list.items = arena_.new_items(all.size());
  flag_list.size = static_cast<std::uint32_t>(all.size());
  std::copy(all.begin(), all.end(), flag_list.items);
  out.settings.push_back({"Flags", flag_list, flags.level, "flags"});
  list.put("Media", media.process ? "process" : "bypass", media.level,
           "media_handling");
  list.put("Timeout", Found{get(did, "timeout"), Level::did}, "timeout");
  list.put("Ignore-Early-Media",
           Found{get(did, "ignore_early_media"), Level::did},
           "ignore_early_media");
  list.put("Ringback", Found{get(did, "ringback"), Level::did}, "ringback");
  list.put("Custom-SIP-Headers", headers, "sip_headers");
  list.put("Hunt-Account-ID",
           Found{get(options, "hunt_account_id"), Level::options},
           "hunt_account_id");

  if (kills_the_request(flag_list) || is_restricted(call)) {
    out.settings.clear();
    out.outcome = Outcome::hangup;
    return;
  }
  out.outcome = Outcome::offnet;
}

// Only a user that has a row is restricted; the account's document says how.
// Without a user the platform finds no answer, and hangs up.
bool Effective::is_restricted(const Call& call) {
  if (!call.has_user) return true;
  if (!lookup_.user(call.realm, call.user) || !documents_.account) return false;
  const Term restrictions = documents_.account->find("call_restriction");
  if (!restrictions || restrictions->is(Type::array)) return false;
  if (!restrictions->is(Type::object)) return true;
  const Term of_class =
      restrictions->find(class_of_number(normalized_number(call.to)));
  if (!of_class || of_class->is(Type::array)) return false;
  if (!of_class->is(Type::object)) return true;
  const Term action = of_class->find("action");
  return action && action->string_or_empty() == "deny";
}

}  // namespace trunklift::routing
