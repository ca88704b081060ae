// Settings at a level where nothing reads them.
#include <array>
#include <cstdint>
#include <string_view>

#include "check/rule.h"

namespace trunklift::rules {
namespace {

enum Level : std::uint8_t {
  at_root = 1,
  at_account = 2,
  at_server = 4,
  at_auth = 8,
  at_options = 16,
  at_number = 32,
};

struct Setting {
  Key name;
  // Where calls look for it, or another rule speaks of it.
  unsigned levels;
};

constexpr unsigned cascade = at_account | at_options | at_number;

// Emergency data apart, which another rule looks for everywhere.
constexpr std::array<Setting, 33> settings = {{
    {"media_handling", cascade},
    {"timeout", cascade},
    {"delay", cascade},
    {"progress_timeout", cascade},
    {"ignore_early_media", cascade},
    {"failover", cascade},
    {"sip_headers", cascade},
    {"caller_id", cascade},
    {"ringback", at_number},
    {"flags", cascade},
    {"dynamic_flags", at_account | at_options},
    {"codecs", at_server | at_options},
    {"callerid", at_root | at_server},
    {"inbound_format", at_server | at_options},
    {"enabled", at_server | at_options},
    {"ip", at_auth | at_options},
    {"port", at_auth | at_options},
    {"auth_user", at_auth},
    {"auth_password", at_auth},
    {"auth_method", at_auth},
    {"auth_realm", at_account},
    {"hunt_account_id", at_options},
    {"hunt_non_reconcilable", at_options},
    {"caller_id_options", at_account | at_options},
    {"force_outbound", cascade},
    {"call_restriction", at_root},
    {"trunks", at_root | at_account},
    {"inbound_trunks", at_account},
    {"account", at_root},
    {"servers", at_root},
    {"auth", at_server},
    {"options", at_server | at_number},
    {"DIDs", at_server},
}};

// So that most objects need not be looked at.
constexpr AnyOf misplaced_at(Level level) {
  std::uint64_t bits = 0;
  for (const Setting& setting : settings) {
    if (!(setting.levels & level)) bits |= Value::key_bit(setting.name);
  }
  return AnyOf::of_bits(bits);
}

constexpr AnyOf misplaced_at_root = misplaced_at(at_root);
constexpr AnyOf misplaced_at_account = misplaced_at(at_account);
constexpr AnyOf misplaced_at_server = misplaced_at(at_server);
constexpr AnyOf misplaced_at_auth = misplaced_at(at_auth);
constexpr AnyOf misplaced_at_options = misplaced_at(at_options);
constexpr AnyOf misplaced_at_number = misplaced_at(at_number);

// Forms leave empty settings behind, and switch features off by false; that
// something is enabled or not is said either way.
bool is_meant(const Setting& setting, const Value& value) {
  if (value.is_number()) return true;
  if (!value.is(Type::boolean)) return value.size > 0;
  return value.truth || setting.name == "enabled";
}

void look(const Value* object, const Place& place, Level level,
          const AnyOf& misplaced, DocumentReport& report) {
  if (!object || !misplaced.may_be_in(*object)) return;
  for (const Setting& setting : settings) {
    if (setting.levels & level) continue;
    const Value* value = object->find(setting.name);
    if (!value || !is_meant(setting, *value)) continue;
    report.add(Place(place, setting.name),
               "recorded where nothing reads it, and not in force; kept aside");
  }
}

void check(const Value& root, DocumentReport& report) {
  const Place document;
  look(&root, document, at_root, misplaced_at_root, report);
  look(root.find("account"), Place(document, "account"), at_account,
       misplaced_at_account, report);
  each_server(root, [&](const Value& server, const Place& place) {
    look(&server, place, at_server, misplaced_at_server, report);
    look(server.find("auth"), Place(place, "auth"), at_auth, misplaced_at_auth,
         report);
    look(server.find("options"), Place(place, "options"), at_options,
         misplaced_at_options, report);
    each_number(server, place, report, misplaced_at_number,
                [&](const Value& number, const Place& here) {
                  look(&number, here, at_number, misplaced_at_number, report);
                });
  });
}

}  // namespace

extern const DocumentRule setting_misplaced;
const DocumentRule setting_misplaced{
    {.id = "TL0268",
     .slug = "setting-misplaced",
     .group = "setting",
     .since = "0.2",
     .severity = Severity::warning,
     .effect = Effect::none,
     .summary = "A setting at a level where nothing reads it: it is recorded, "
                "but not in force.",
     .looks_at = "/* /account/* /servers/*/* /servers/*/auth/* "
                 "/servers/*/options/* /servers/*/DIDs/*/*",
     .message = "recorded where nothing reads it, and not in force; kept aside",
     .why = "Calls look for each setting at its own levels: those of the "
            "search at the number, under options and at the account, "
            "credentials under auth, the realm at the account. What stands "
            "one level off was read by older software, or never. It stays in "
            "extra; whoever believes in it should know.",
     .cases = ""},
    check,
    {.root = misplaced_at_root,
     .account = misplaced_at_account,
     .server = misplaced_at_server,
     .auth = misplaced_at_auth,
     .options = misplaced_at_options,
     .number = misplaced_at_number}};

}  // namespace trunklift::rules
