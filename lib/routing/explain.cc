// A table of what is read at which levels is walked beside the answer.
#include "routing/explain.h"

#include <fmt/format.h>

#include <iterator>
#include <span>
#include <vector>

#include "base/shortened.h"
#include "base/text.h"
#include "model/document.h"
#include "model/number.h"
#include "model/pointer.h"
#include "routing/lookup.h"
#include "routing/shown_value.h"
#include "routing/term.h"

namespace trunklift::routing {
namespace {

struct LevelMember {
  Level level;
  std::string_view member;
};

// A setting, and where the platform looks for it, in this order.
struct SettingLevels {
  std::string_view name;
  std::vector<LevelMember> levels;
};

std::vector<LevelMember> cascade(std::string_view member) {
  return {
      {Level::did, member}, {Level::options, member}, {Level::account, member}};
}

const std::vector<SettingLevels>& inbound_settings() {
  static const std::vector<SettingLevels> table{
      {"Invite-Format", {{Level::options, "inbound_format"}}},
      {"To-DID", {}},
      {"To-User", {{Level::auth, "auth_user"}}},
      {"To-Realm", {{Level::own_account, "auth_realm"}}},
      {"To-IP", {{Level::auth, "ip"}, {Level::options, "ip"}}},
      {"Bypass-Media", cascade("media_handling")},
      {"Codecs", {{Level::options, "codecs"}, {Level::server, "codecs"}}},
      {"Endpoint-Delay", cascade("delay")},
      {"Endpoint-Timeout", cascade("timeout")},
      {"Endpoint-Progress-Timeout", cascade("progress_timeout")},
      {"Ignore-Early-Media", cascade("ignore_early_media")},
      {"Failover",
       {{Level::number_document, "failover"},
        {Level::did, "failover"},
        {Level::options, "failover"},
        {Level::account, "failover"}}},
      {"Custom-SIP-Headers", cascade("sip_headers")},
      {"Callee-ID-Name",
       {{Level::did, "caller_id"},
        {Level::document, "callerid"},
        {Level::server, "callerid"}}},
      {"Callee-ID-Number", {}},
      {"Hunt-Account-ID", {{Level::own_options, "hunt_account_id"}}},
      {"Route-Options", {{Level::did, "options"}}},
      {"Caller-ID-Options",
       {{Level::options, "caller_id_options"},
        {Level::account_document, "caller_id_options"}}},
  };
  return table;
}

const std::vector<SettingLevels>& outbound_settings() {
  static const std::vector<SettingLevels> table{
      {"Outbound-Caller-ID-Name", cascade("caller_id")},
      {"Outbound-Caller-ID-Number", {}},
      {"Emergency-Caller-ID-Name", cascade("emergency_caller_id")},
      {"Emergency-Caller-ID-Number", {}},
      {"Flags", {{Level::options, "flags"}, {Level::account, "flags"}}},
      {"Media", cascade("media_handling")},
      {"Custom-SIP-Headers", cascade("sip_headers")},
      {"Hunt-Account-ID", {{Level::options, "hunt_account_id"}}},
      {"Timeout", {{Level::did, "timeout"}}},
      {"Ignore-Early-Media", {{Level::did, "ignore_early_media"}}},
      {"Ringback", {{Level::did, "ringback"}}},
  };
  return table;
}

// Places of a number that is not found: so many are named.
constexpr std::size_t most_places = 10;

// What stands at a level, of the answer at hand.
class Places {
public:
  Places(const AccountDocuments& documents, const Route& route,
         std::string_view number, bool is_inbound)
      : documents_(documents), route_(route), number_(number) {
    // A number without a user has the options of its own server.
    const Value* auth = route.by ? route.by->value->find("auth") : nullptr;
    const bool has_user = auth && auth->find("auth_user");
    options_ = is_inbound && has_user ? route.options : route.by;
  }

  const Value* object(Level level) const {
    const Value* server = route_.by ? route_.by->value : nullptr;
    const auto child = [](const Value* of, const Key& key) {
      return of ? of->find(key) : nullptr;
    };
    switch (level) {
      case Level::did: return child(child(server, "DIDs"), number_);
      case Level::server: return server;
      case Level::auth: return child(server, "auth");
      case Level::document: return server ? route_.by->document->root : nullptr;
      case Level::options:
        return options_ ? child(options_->value, "options") : nullptr;
      case Level::account:
        return options_ ? child(options_->document->root, "account") : nullptr;
      case Level::own_options: return child(server, "options");
      case Level::own_account: {
        const Value* root = object(Level::document);
        return child(root, "account");
      }
      case Level::account_document: return documents_.account;
      case Level::number_document: return number_document(documents_, number_);
      case Level::fallback:
      case Level::call: return nullptr;
    }
    return nullptr;
  }

  // "document ts1 /servers/0/options/timeout".
  std::string place(Level level, std::string_view member) const {
    std::string pointer;
    const ServerPlace* server =
        level == Level::options || level == Level::account ? options_
                                                           : route_.by;
    switch (level) {
      case Level::fallback: return "default";
      case Level::call: return "the call";
      case Level::account_document:
        return "the account's document /" + std::string(member);
      case Level::number_document:
        return "the number's document /" + std::string(member);
      case Level::did:
        pointer = server->pointer() + "/DIDs";
        append_token(pointer, number_);
        break;
      case Level::options:
      case Level::own_options: pointer = server->pointer() + "/options"; break;
      case Level::server: pointer = server->pointer(); break;
      case Level::auth: pointer = server->pointer() + "/auth"; break;
      case Level::account:
      case Level::own_account: pointer = "/account"; break;
      case Level::document: break;
    }
    pointer += '/';
    pointer += member;
    std::string out = printable(shortened_pointer(pointer));
    if (server->document != route_.by->document) {
      const std::string_view id = server->document->id;
      out += " of " + (id.size() > most_shown ? "another document"
                                              : "document " + printable(id));
    }
    return out;
  }

private:
  const AccountDocuments& documents_;
  const Route& route_;
  const ServerPlace* options_;
  std::string_view number_;
};

void append_line(std::string& out, std::string_view name,
                 std::string_view value, std::string_view from) {
  std::string line = fmt::format("  {:<26} {:<24}  {}", name, value, from);
  line.resize(line.find_last_not_of(' ') + 1);
  (out += line) += '\n';
}

// What stands at the levels of a setting and does not count.
void append_others(std::string& out, const SettingLevels& setting,
                   const Setting* answer, const Places& places,
                   ShownValues& shown) {
  for (const auto& [level, member] : setting.levels) {
    if (answer && level == answer->level) continue;
    const Value* object = places.object(level);
    const Value* other = object ? object->find(member) : nullptr;
    if (!other) continue;
    append_line(out, "", "not " + printable(shown.shown(*other)),
                places.place(level, member));
  }
}

void append_settings(std::string& out, const Route& route,
                     std::span<const SettingLevels> table, const Places& places,
                     ShownValues& shown) {
  for (const SettingLevels& setting : table) {
    const Setting* answer = route.find(setting.name);
    if (answer) {
      append_line(out, setting.name, printable(shown.shown(*answer, route)),
                  places.place(answer->level, answer->member));
    }
    std::string others;
    append_others(others, setting, answer, places, shown);
    if (!answer && !others.empty()) append_line(out, setting.name, "none", "");
    out += others;
  }
}

std::string_view meaning(Outcome outcome) {
  switch (outcome) {
    case Outcome::endpoint: return "the server rings";
    case Outcome::no_did_found: return "no server has the number";
    case Outcome::contested:
      return "several accounts claim the number, so no claim counts";
    case Outcome::elsewhere: return "the number belongs to another account";
    case Outcome::server_disabled: return "the server is disabled";
    case Outcome::offnet: return "the call goes to a carrier";
    case Outcome::ignored:
      return "not sent to a carrier: the number is not one for trunks";
    case Outcome::hangup: return "the call is refused";
    case Outcome::crash: return "the platform fails, and the call is lost";
  }
  return "";
}

// Where the user of the server is not found, its options are not, either.
bool has_lost_options(const Route& route) {
  if (!route.by || route.options) return false;
  const Value* auth = route.by->value->find("auth");
  return auth && auth->find("auth_user");
}

}  // namespace

const std::string& Explainer::name(std::string_view text) {
  static const std::string nothing;
  if (text.empty()) return nothing;
  const auto [at, is_new] = shown_names_.try_emplace(text.data());
  if (is_new) at->second = printable(shortened(text));
  return at->second;
}

std::string Explainer::account_line() {
  const Value* its_name =
      documents_.account ? documents_.account->find("name") : nullptr;
  std::string out = "account " + name(account_id_);
  if (its_name && its_name->is(Type::string)) {
    out += " \"" + name(its_name->string()) + '"';
  }
  return out;
}

std::string Explainer::server_line(const ServerPlace& server) {
  const Value* its_name = server.value->find("server_name");
  if (!its_name) its_name = server.value->find("name");
  std::string out = fmt::format("document {}, {}", name(server.document->id),
                                printable(shortened_pointer(server.pointer())));
  if (its_name && its_name->is(Type::string)) {
    out += " \"" + name(its_name->string()) + '"';
  }
  return out;
}

void Explainer::find_names() {
  for (const TrunkDocument& trunk : documents_.trunks) {
    failures_[&trunk] = number_lookup_failure(*trunk.root);
    ServerPlace place{&trunk, {}, 0, nullptr};
    const auto look = [&](const Value& server) {
      place.value = &server;
      const Value* numbers = server.find("DIDs");
      if (!numbers) return;
      for (const Member& member : members(*numbers)) {
        names_[normalized_number(member.key)].push_back(
            {&trunk, place, member.key});
      }
    };
    const Value* servers = trunk.root->find("servers");
    if (!servers) continue;
    for (const Value& server : items(*servers)) {
      look(server);
      ++place.index;
    }
    for (const Member& member : members(*servers)) {
      place.key = member.key;
      look(member.value);
    }
  }
}

// "" if it is found.
std::string Explainer::why_not_found(const Named& named,
                                     std::string_view number) {
  const Value& document = *named.document->root;
  if (!is_seen(document)) return "its pvt_type is not sys_info";
  if (is_truthy(document.find("pvt_deleted"))) return "pvt_deleted is set";
  const std::string& failure = failures_[named.document];
  if (!failure.empty()) {
    return printable(shortened_pointer(failure)) +
           " is missing, so the lookup fails for the whole document";
  }
  if (hides_numbers(named.place.value->find("enabled"))) {
    return printable(shortened_pointer(named.place.pointer())) +
           "/enabled hides the numbers of the server";
  }
  if (named.written != number) {
    return "it is written as " + printable(shortened(named.written)) +
           ", which no call is looked up by";
  }
  return {};
}

// The servers that have a number that is not found, with the reason.
void Explainer::append_not_found(std::string& out, const std::string& number) {
  if (names_.empty()) find_names();
  const auto found = names_.find(number);
  if (found == names_.end()) return;
  std::size_t left = most_places;
  for (const Named& named : found->second) {
    const std::string why = why_not_found(named, number);
    if (why.empty()) continue;
    if (left-- == 0) {
      append_line(out, "is in", "others as well", "");
      break;
    }
    append_line(out, "is in", server_line(named.place), "");
    append_line(out, "not found, because", why, "");
  }
}

void Explainer::inbound(std::string& out, std::string_view number,
                        const Route& route) {
  out += fmt::format("call to {}, {}\n", printable(shortened(number)),
                     account_line());
  append_line(out, outcome_name(route.outcome), meaning(route.outcome), "");
  const std::string normal = normalized_number(number);
  if (!route.by) return append_not_found(out, normal);
  append_line(out, "answers", server_line(*route.by), "");
  if (has_lost_options(route)) {
    append_line(out, "no options",
                "the lookup of users does not find this one, so the options of "
                "the server and of the account do not count",
                "");
  }
  if (route.outcome != Outcome::endpoint) return;
  if (!route.bridgeable) {
    append_line(out, "refused",
                "the platform refuses its own message: nothing rings", "");
  }
  append_settings(out, route, inbound_settings(),
                  {documents_, route, normal, true}, shown_);
}

void Explainer::outbound(std::string& out, const Call& call,
                         const Route& route) {
  const std::string from =
      call.has_user ? printable(shortened(call.user)) + "@" + name(call.realm)
                    : printable(shortened(call.address));
  out += fmt::format("call from {}, {}\n", from, account_line());
  append_line(out, outcome_name(route.outcome), meaning(route.outcome), "");
  if (route.by) {
    append_line(out, "speaks for it", server_line(*route.by), "");
  } else if (call.has_user) {
    append_line(out, "no options",
                "no document of the account is found for the user", "");
  }
  if (route.outcome != Outcome::offnet) return;
  append_settings(out, route, outbound_settings(),
                  {documents_, route, call.caller_name, false}, shown_);
}

}  // namespace trunklift::routing
