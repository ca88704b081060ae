// Flaws of a server's options.
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_option(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(planter.options(), key, value);
}

bool spell_format(FlawPlanter& planter) {
  return set_option(
      planter, "inbound_format",
      planter.one_of({"E164", "NPAN", "1NPAN", "Username", "STRIP_PLUS"}));
}

bool alias_format(FlawPlanter& planter) {
  return set_option(planter, "inbound_format",
                    planter.one_of({"e.164", "E.164", "NPANXXXXXX",
                                    "1NPANXXXXXX", "e164_without_plus"}));
}

bool repeat_format(FlawPlanter& planter) {
  Value* options = planter.options();
  const Value* format = options ? options->find("inbound_format") : nullptr;
  if (!format) return false;
  const bool npan = format->string_or_empty() == "npan";
  append_member(planter.arena, *options, "inbound_format",
                word(npan ? "e164" : "npan"));
  return true;
}

bool copy_address(FlawPlanter& planter, bool same) {
  // The server that `address_auth` makes or finds, so both are of one server.
  const Value* auth = planter.address_auth();
  const Value* servers = planter.servers();
  if (!auth || !servers) return false;
  const Value ip = same ? *auth->find("ip") : word("192.0.2.77");
  for (Value& server : items(*servers)) {
    if (server.find("auth") == auth) {
      return planter.set(server.find("options"), "ip", ip);
    }
  }
  return false;
}

Value named(FlawPlanter& planter, Value name, Value number) {
  return object_of(planter.arena, {{"cid_name", name}, {"cid_number", number}});
}

constexpr std::string_view long_name =
    "Département de la téléphonie, bureau";  // 36 characters

constexpr Flaw table[] = {
    {"enabled-text", "/servers/*/options/enabled", repaired, "boolean-as-text",
     "schema", "enabled: \"true\"",
     [](FlawPlanter& h) {
       return set_option(h, "enabled", h.one_of({"true", "false"}));
     }},
    {"enabled-garbage", "/servers/*/options/enabled", rejected,
     "enabled-not-true", "schema", "enabled: \"yes\", 1 or null, which disable",
     [](FlawPlanter& h) {
       return set_option(h, "enabled",
                         h.one_of({word("yes"), figure(1), null()}));
     }},
    {"inbound-format-case", "/servers/*/options/inbound_format", repaired,
     "invite-format-alias", "schema", "inbound_format: \"E164\"", spell_format},
    {"inbound-format-alias", "/servers/*/options/inbound_format", repaired,
     "invite-format-alias", "schema",
     "inbound_format: \"e.164\", \"NPANXXXXXX\"", alias_format},
    {"inbound-format-unknown", "/servers/*/options/inbound_format", reported,
     "invite-format-unknown", "schema",
     "inbound_format: \"bogus\" or blank, which acts as username",
     [](FlawPlanter& h) {
       return set_option(h, "inbound_format", h.one_of({"bogus", ""}));
     }},
    {"inbound-format-type", "/servers/*/options/inbound_format", reported,
     "invite-format-unknown", "schema",
     "inbound_format: 164 or null, which acts as username",
     [](FlawPlanter& h) {
       return set_option(h, "inbound_format", h.one_of({figure(164), null()}));
     }},
    {"inbound-format-twice", "/servers/*/options/inbound_format", rejected,
     "duplicate-key", "", "inbound_format twice in one object", repeat_format},
    {"media-handling-case", "/servers/*/options/media_handling", reported,
     "media-handling-unknown", "schema",
     "media_handling: \"Process\", which acts as bypass",
     [](FlawPlanter& h) {
       return set_option(h, "media_handling", h.one_of({"Process", "auto"}));
     }},
    {"timeout-text", "/servers/*/options/timeout", repaired, "timer-as-text",
     "schema", "timeout: \"21\"; text is the form in force",
     [](FlawPlanter& h) { return set_option(h, "timeout", word("21")); }},
    {"delay-text", "/servers/*/options/delay", repaired, "timer-as-text",
     "schema", "delay: \"3\"",
     [](FlawPlanter& h) { return set_option(h, "delay", word("3")); }},
    {"progress-timeout-fraction", "/servers/*/options/progress_timeout",
     repaired, "timer-as-text", "schema", "progress_timeout: \"30.5\"",
     [](FlawPlanter& h) {
       return set_option(h, "progress_timeout", word("30.5"));
     }},
    {"timeout-garbage", "/servers/*/options/timeout", rejected,
     "unexpected-type", "schema", "timeout: \"abc\"",
     [](FlawPlanter& h) { return set_option(h, "timeout", word("abc")); }},
    {"early-media-text", "/servers/*/options/ignore_early_media", repaired,
     "boolean-as-text", "schema", "ignore_early_media: \"true\"",
     [](FlawPlanter& h) {
       return set_option(h, "ignore_early_media", word("true"));
     }},
    {"early-media-garbage", "/servers/*/options/ignore_early_media", rejected,
     "unexpected-type", "schema",
     "ignore_early_media: \"yes\": such calls died",
     [](FlawPlanter& h) {
       return set_option(h, "ignore_early_media", word("yes"));
     }},
    {"force-outbound-text", "/servers/*/options/force_outbound", repaired,
     "boolean-as-text", "schema", "force_outbound: \"true\"",
     [](FlawPlanter& h) {
       return set_option(h, "force_outbound", word("true"));
     }},
    {"codecs-repeated", "/servers/*/options/codecs", repaired,
     "codecs-repeated", "", "a codec twice",
     [](FlawPlanter& h) {
       return set_option(
           h, "codecs",
           array_of(h.arena, {word("PCMU"), word("PCMA"), word("PCMU")}));
     }},
    {"codecs-text", "/servers/*/options/codecs", repaired, "codecs-repeated",
     "", "codecs: \"PCMU,PCMA\"",
     [](FlawPlanter& h) { return set_option(h, "codecs", word("PCMU,PCMA")); }},
    {"codecs-unknown", "/servers/*/options/codecs", reported, "codec-unknown",
     "", "codecs that a device does not have",
     [](FlawPlanter& h) {
       return set_option(
           h, "codecs",
           array_of(h.arena, {word("PCMU"), word("T38"), word("g711u")}));
     }},
    {"flags-text", "/servers/*/options/flags", repaired, "flags-as-text",
     "schema", "flags: \"premium, west\"; was not in force",
     [](FlawPlanter& h) {
       return set_option(h, "flags", word("premium, west"));
     }},
    {"sip-headers-object", "/servers/*/options/sip_headers", reported,
     "sip-headers-as-object", "schema",
     "sip_headers as an object: the form in force",
     [](FlawPlanter& h) {
       return set_option(
           h, "sip_headers",
           object_of(h.arena, {{"X-Tenant", h.own(h.draft.account.id)}}));
     }},
    {"sip-headers-array", "/servers/*/options/sip_headers", reported,
     "headers-as-list", "", "sip_headers as an array: never in force",
     [](FlawPlanter& h) {
       const Value header =
           object_of(h.arena, {{"X-Tenant", h.own(h.draft.account.id)}});
       return set_option(h, "sip_headers", array_of(h.arena, {header}));
     }},
    {"failover-false", "/servers/*/options/failover", repaired, "schema", "",
     "failover: false",
     [](FlawPlanter& h) {
       return set_option(h, "failover", Value::of(false));
     }},
    {"failover-blank", "/servers/*/options/failover", repaired, "schema", "",
     "failover: \"\"",
     [](FlawPlanter& h) { return set_option(h, "failover", word("")); }},
    {"failover-e164-blank", "/servers/*/options/failover", repaired,
     "failover-masked", "",
     "failover: {\"e164\": \"\"}, which masks the account's",
     [](FlawPlanter& h) {
       return set_option(h, "failover",
                         object_of(h.arena, {{"e164", word("")}}));
     }},
    {"failover-text", "/servers/*/options/failover", rejected,
     "failover-as-text", "schema unexpected-type",
     "failover: \"+14155550199\", which stops the cascade",
     [](FlawPlanter& h) {
       return set_option(h, "failover", word("+14155550199"));
     }},
    {"options-ip-copied", "/servers/*", repaired, "address-in-options", "",
     "options.ip is a copy of auth.ip",
     [](FlawPlanter& h) { return copy_address(h, true); }},
    {"options-ip-differs", "/servers/*", reported, "address-masked", "",
     "options.ip is not auth.ip",
     [](FlawPlanter& h) { return copy_address(h, false); }},
    {"caller-id-half", "/servers/*/options/caller_id", reported,
     "caller-id-lone-half caller-id-half", "",
     "caller_id with a name only: the cascade stops there",
     [](FlawPlanter& h) {
       return set_option(h, "caller_id",
                         object_of(h.arena, {{"cid_name", word("Acme")}}));
     }},
    {"caller-id-blank", "/servers/*/options/caller_id", repaired,
     "caller-id-empty-half", "schema", "caller_id whose halves are blank",
     [](FlawPlanter& h) {
       return set_option(h, "caller_id", named(h, word(""), word("")));
     }},
    {"caller-id-text", "/servers/*/options/caller_id", rejected,
     "caller-id-crash", "schema",
     "caller_id: \"Acme\", which crashed the calls",
     [](FlawPlanter& h) { return set_option(h, "caller_id", word("Acme")); }},
    {"caller-id-long", "/servers/*/options/caller_id", rejected, "schema", "",
     "cid_name of 36 characters",
     [](FlawPlanter& h) {
       return set_option(h, "caller_id",
                         named(h, word(long_name), word("+14155550111")));
     }},
    {"caller-id-number", "/servers/*/options/caller_id", repaired,
     "caller-id-as-number", "schema", "cid_number as a number",
     [](FlawPlanter& h) {
       return set_option(h, "caller_id",
                         named(h, word("Acme"), figure(14155550111)));
     }},
    {"emergency-caller-id-half", "/servers/*/options/emergency_caller_id",
     reported, "emergency-caller-id-half", "",
     "emergency_caller_id without a number",
     [](FlawPlanter& h) {
       return set_option(h, "emergency_caller_id",
                         object_of(h.arena, {{"cid_name", word("Acme")}}));
     }},
    {"e911-info-filled", "/servers/*/options/e911_info", reported,
     "emergency-kept-aside", "",
     "an emergency address in e911_info, which nothing reads",
     [](FlawPlanter& h) {
       return set_option(
           h, "e911_info",
           object_of(h.arena, {{"street_address", word("1 Market St")},
                               {"locality", word("San Francisco")},
                               {"postal_code", word("94105")}}));
     }},
};

}  // namespace

std::span<const Flaw> option_flaws() { return table; }

}  // namespace trunklift::generate
