// Flaws of how a server authenticates, and where it is.
#include <algorithm>

#include "generate/flaws.h"
#include "generate/names.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_server(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(planter.server(), key, value);
}

bool set_password(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(planter.password_auth(), key, value);
}

bool set_address(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(planter.address_auth(), key, value);
}

// The address it has, between what somebody typed around it.
bool wrap_address(FlawPlanter& planter, std::string_view before,
                  std::string_view after) {
  Value* auth = planter.address_auth();
  if (!auth) return false;
  drop(*auth, "port");
  std::string ip(before);
  ip += auth->find("ip")->string_or_empty();
  ip += after;
  return planter.set(auth, "ip", planter.own(ip));
}

bool change_method_case(FlawPlanter& planter) {
  if (planter.random.percent(50)) {
    return set_password(planter, "auth_method", word("PASSWORD"));
  }
  return set_address(planter, "auth_method", word("Ip"));
}

bool swap_commas(FlawPlanter& planter) {
  Value* auth = planter.address_auth();
  if (!auth) return false;
  std::string ip(auth->find("ip")->string_or_empty());
  const std::size_t dot = ip.find('.');
  if (dot == std::string::npos) return false;
  ip[dot] = ',';
  return planter.set(auth, "ip", planter.own(ip));
}

bool is_small_letter(char c) { return c >= 'a' && c <= 'z'; }

bool repeat_user(FlawPlanter& planter) {
  const Value* auth = planter.password_auth();
  if (!auth) return false;
  const Value* user = auth->find("auth_user");
  if (!user || !user->is(Type::string)) return false;
  std::string name(user->string());
  const auto letter = std::find_if(name.begin(), name.end(), is_small_letter);
  if (letter == name.end()) return false;
  *letter = static_cast<char>(*letter - 'a' + 'A');
  Value* server = planter.add_server();
  if (!server) return false;
  const Value secret = planter.own(password(planter.random));
  return planter.set(
      server, "auth",
      object_of(planter.arena, {{"auth_method", word("password")},
                                {"auth_password", secret},
                                {"auth_user", planter.own(name)}}));
}

// Takes a server with numbers: without them it is only a place kept.
bool drop_user(FlawPlanter& planter) {
  Value* auth = planter.auth_in_use();
  return auth && !auth->find("ip") && drop(*auth, "auth_user");
}

bool blank_address(FlawPlanter& planter) {
  Value* auth = planter.auth_in_use();
  return auth && auth->find("ip") && planter.set(auth, "ip", word(""));
}

bool drop_method(FlawPlanter& planter) {
  Value* auth = planter.auth();
  return auth && drop(*auth, "auth_method");
}

constexpr Flaw table[] = {
    {"auth-missing", "/servers/*/auth", rejected, "auth-missing", "schema",
     "a server without auth; it takes all DIDs of the document down",
     [](FlawPlanter& h) {
       Value* server = h.server();
       return server && drop(*server, "auth");
     }},
    {"auth-null", "/servers/*/auth", rejected, "auth-missing", "schema",
     "auth: null",
     [](FlawPlanter& h) { return set_server(h, "auth", null()); }},
    {"auth-empty", "/servers/*", rejected, "endpoint-undecidable",
     "ip-server-silences-document", "auth: {} on a server that is in use",
     [](FlawPlanter& h) {
       Value* auth = h.auth_in_use();
       if (!auth) return false;
       *auth = Value::empty_object();
       return true;
     }},
    {"auth-method-case", "/servers/*/auth", repaired, "schema", "",
     "auth_method: \"PASSWORD\" or \"Ip\"", change_method_case},
    {"auth-method-missing", "/servers/*/auth", repaired, "auth-method-absent",
     "", "no auth_method; user or address tell", drop_method},
    {"auth-method-blank", "/servers/*/auth", repaired, "auth-method-absent",
     "schema", "auth_method: \"\"; user or address tell",
     [](FlawPlanter& h) { return h.set(h.auth(), "auth_method", word("")); }},
    {"auth-method-none", "/servers/*/auth", rejected, "schema", "",
     "auth_method: \"none\"",
     [](FlawPlanter& h) {
       return h.set(h.auth(), "auth_method", word("none"));
     }},
    {"auth-method-conflict", "/servers/*/auth", reported,
     "auth-method-conflict", "ip-server-silences-document",
     "auth_method: \"IP\", but a user is left over",
     [](FlawPlanter& h) {
       return set_address(h, "auth_user",
                          h.own("user_" + letters_and_digits(h.random, 6)));
     }},
    {"auth-user-number", "/servers/*/auth", rejected, "user-not-text",
     "endpoint-undecidable ip-server-silences-document schema",
     "auth_user: 4155550101",
     [](FlawPlanter& h) {
       return set_password(h, "auth_user", figure(4155550101));
     }},
    {"auth-user-missing", "/servers/*", rejected, "endpoint-undecidable",
     "ip-server-silences-document", "auth_method: \"password\" without a user",
     drop_user},
    {"auth-user-blank", "/servers/*/auth", rejected, "endpoint-undecidable",
     "schema", "auth_user: \"\"",
     [](FlawPlanter& h) { return set_password(h, "auth_user", word("")); }},
    {"auth-user-repeated", "/servers/*/auth", reported, "user-twice", "",
     "two servers whose users differ in case only", repeat_user},
    {"auth-ip-list", "/servers/*/auth", reported, "dead-setting", "",
     "AuthIP, a list of addresses of 2011",
     [](FlawPlanter& h) {
       return set_password(h, "AuthIP", array_of(h.arena, {word("192.0.2.7")}));
     }},
    {"password-short", "/servers/*/auth", reported, "credentials-out-of-range",
     "", "a password below five characters: to be issued anew",
     [](FlawPlanter& h) {
       return set_password(h, "auth_password", word("abc"));
     }},
    {"password-long", "/servers/*/auth", reported, "credentials-out-of-range",
     "", "a password above 32 characters: to be issued anew",
     [](FlawPlanter& h) {
       return set_password(h, "auth_password",
                           h.own(letters_and_digits(h.random, 40)));
     }},
    {"ip-malformed", "/servers/*/auth", rejected, "address-malformed", "",
     "ip: \"192,168.0.1\"", swap_commas},
    {"ip-host-name", "/servers/*/auth", reported, "address-is-a-name", "",
     "ip: \"sip.example.net\"",
     [](FlawPlanter& h) {
       return set_address(h, "ip", word("sip.example.net"));
     }},
    {"ip-with-port", "/servers/*/auth", repaired, "address-with-port", "",
     "ip: \"192.0.2.1:5070\"",
     [](FlawPlanter& h) { return wrap_address(h, "", ":5070"); }},
    {"ip-leading-blank", "/servers/*/auth", repaired, "address-blanks", "",
     "ip: \" 192.0.2.1\"",
     [](FlawPlanter& h) { return wrap_address(h, " ", ""); }},
    {"ip-blank", "/servers/*", rejected, "address-empty",
     "endpoint-undecidable", "ip: \"\" and no other address", blank_address},
    {"ip-null", "/servers/*/auth", rejected, "address-not-text", "schema",
     "ip: null", [](FlawPlanter& h) { return set_address(h, "ip", null()); }},
    {"port-text", "/servers/*/auth", repaired, "port-as-text", "schema",
     "port: \"5080\"",
     [](FlawPlanter& h) { return set_address(h, "port", word("5080")); }},
    {"port-blank", "/servers/*/auth", rejected, "port-unusable", "schema",
     "port: \"\"",
     [](FlawPlanter& h) { return set_address(h, "port", word("")); }},
    {"port-out-of-range", "/servers/*/auth", rejected, "port-out-of-range", "",
     "port: 70000",
     [](FlawPlanter& h) { return set_address(h, "port", figure(70000)); }},
};

}  // namespace

std::span<const Flaw> auth_flaws() { return table; }

}  // namespace trunklift::generate
