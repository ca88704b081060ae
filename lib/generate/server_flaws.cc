// Flaws of the list of servers and of a server's own members.
#include "generate/flaws.h"

namespace trunklift::generate {
namespace {

using enum Fate;

bool set_servers(FlawPlanter& planter, Value value) {
  return planter.set(planter.servers() ? &planter.draft.root : nullptr,
                     "servers", value);
}

bool set_server(FlawPlanter& planter, std::string_view key, Value value) {
  return planter.set(planter.server(), key, value);
}

bool drop_server(FlawPlanter& planter, std::string_view key) {
  Value* server = planter.server();
  return server && drop(*server, key);
}

bool key_servers(FlawPlanter& planter) {
  const Value* array = planter.servers();
  if (!array) return false;
  ObjectMaker object(planter.arena, array->size);
  for (std::uint32_t i = 0; i < array->size; ++i) {
    object.add(planter.own(std::to_string(i)).string(), array->items[i]);
  }
  return set_servers(planter, object.done());
}

bool add_item(FlawPlanter& planter, Value item) {
  Value* array = planter.servers();
  if (!array) return false;
  append_item(planter.arena, *array, item);
  return true;
}

bool add_placeholder(FlawPlanter& planter) {
  return add_item(planter, object_of(planter.arena,
                                     {{"server_name", word("Hosted Platform")},
                                      {"not_editable", Value::of(true)},
                                      {"auth", Value::empty_object()},
                                      {"DIDs", Value::empty_object()}}));
}

// Where no server has a user it does no harm.
bool add_server_by_address(FlawPlanter& planter) {
  const Value* servers = planter.draft.root.find("servers");
  if (!servers || !servers->is(Type::array) || servers->size == 0) return false;
  const Value* auth = servers->items[0].find("auth");
  if (!auth || !auth->find("auth_user")) return false;
  const Value ip = planter.own_address();
  return add_item(
      planter,
      object_of(planter.arena,
                {{"server_name", word("Backup")},
                 {"auth", object_of(planter.arena,
                                    {{"auth_method", word("ip")}, {"ip", ip}})},
                 {"options", Value::empty_object()},
                 {"DIDs", Value::empty_object()}}));
}

Value caller_id(FlawPlanter& planter) {
  return object_of(planter.arena, {{"cid_name", word("Acme")},
                                   {"cid_number", word("+14155550112")}});
}

Value credits(FlawPlanter& planter) {
  return object_of(planter.arena, {{"prepay", word("12.50")}});
}

constexpr Flaw table[] = {
    {"servers-null", "/servers", repaired, "servers-empty", "schema",
     "servers: null", [](FlawPlanter& h) { return set_servers(h, null()); }},
    {"servers-missing", "/servers", repaired, "servers-none", "", "no servers",
     [](FlawPlanter& h) { return drop(h.draft.root, "servers"); }},
    {"servers-empty", "/servers", reported, "servers-none", "",
     "servers: [], limits only",
     [](FlawPlanter& h) { return set_servers(h, Value::empty_array()); }},
    {"servers-keyed", "/servers", repaired, "servers-as-object", "schema",
     "servers as an object with the keys \"0\", \"1\"", key_servers},
    // Adding an item leaves the other servers alone: places of their own.
    {"server-null", "/servers/-/null", rejected, "schema", "",
     "null among the servers",
     [](FlawPlanter& h) { return add_item(h, null()); }},
    {"server-placeholder", "/servers/-/placeholder", reported,
     "placeholder-server", "ip-server-silences-document",
     "a server \"Hosted Platform\" with auth: {}", add_placeholder},
    {"server-by-address-added", "/servers/*", reported,
     "ip-server-silences-document", "",
     "a server known by its address among those with users",
     add_server_by_address},
    {"server-name-null", "/servers/*/server_name", repaired,
     "server-name-missing", "", "server_name: null or blank",
     [](FlawPlanter& h) {
       return set_server(h, "server_name", h.one_of({null(), word("")}));
     }},
    {"server-name-missing", "/servers/*/server_name", repaired,
     "server-name-missing server-name-key", "", "a server without a name",
     [](FlawPlanter& h) { return drop_server(h, "server_name"); }},
    {"empty-key", "/servers/*/", repaired, "empty-key", "",
     "a member with an empty key",
     [](FlawPlanter& h) { return set_server(h, "", word("")); }},
    {"server-disabled", "/servers/*/enabled", reported, "server-hidden", "",
     "enabled on the server itself: false, 0, \"\" or \"0\"",
     [](FlawPlanter& h) {
       return set_server(
           h, "enabled",
           h.one_of({Value::of(false), figure(0), word(""), word("0")}));
     }},
    {"server-enabled-text", "/servers/*/enabled", reported,
     "server-switch-ignored", "",
     "enabled: \"false\" on the server, which disables nothing",
     [](FlawPlanter& h) { return set_server(h, "enabled", word("false")); }},
    {"server-inbound-format", "/servers/*/inbound_format", reported,
     "invite-format-misplaced", "",
     "inbound_format outside options, of 2011; never read",
     [](FlawPlanter& h) {
       return set_server(h, "inbound_format",
                         h.one_of({"E.164", "NPANXXXXXX", "USERNAME"}));
     }},
    {"server-codecs", "/servers/*", reported, "undocumented-setting", "",
     "codecs outside options, which has none: in force",
     [](FlawPlanter& h) {
       Value* server = h.server();
       if (!server) return false;
       drop(*server->find("options"), "codecs");
       return h.set(server, "codecs", array_of(h.arena, {word("PCMU")}));
     }},
    {"server-codecs-hidden", "/servers/*", reported, "codecs-hidden", "",
     "codecs outside options, which has others",
     [](FlawPlanter& h) {
       Value* server = h.server();
       if (!server) return false;
       h.set(server->find("options"), "codecs",
             array_of(h.arena, {word("PCMA")}));
       return h.set(server, "codecs", array_of(h.arena, {word("PCMU")}));
     }},
    {"server-callerid", "/servers/*/callerid", reported, "undocumented-setting",
     "", "callerid of 2011 on a server",
     [](FlawPlanter& h) { return set_server(h, "callerid", caller_id(h)); }},
    {"server-e911-callerid", "/servers/*/e911_callerid", reported,
     "emergency-kept-aside", "", "e911_callerid of 2011 on a server",
     [](FlawPlanter& h) {
       return set_server(h, "e911_callerid", caller_id(h));
     }},
    {"server-credits", "/servers/*/credits", reported, "dead-setting", "",
     "credits of 2011 on a server",
     [](FlawPlanter& h) { return set_server(h, "credits", credits(h)); }},
    {"monitor-enabled", "/servers/*/monitor", reported, "dead-setting", "",
     "monitor_enabled: true, which nothing acts on",
     [](FlawPlanter& h) {
       return set_server(
           h, "monitor",
           object_of(h.arena, {{"monitor_enabled", Value::of(true)}}));
     }},
    {"codecs-in-cfg-text", "/servers/*/cfg", reported, "dead-setting", "",
     "cfg.supported_codecs as text: still no codecs",
     [](FlawPlanter& h) {
       return set_server(
           h, "cfg",
           object_of(h.arena, {{"supported_codecs", word("g722,g711")}}));
     }},
    {"options-missing", "/servers/*", repaired, "options-missing", "",
     "no options", [](FlawPlanter& h) { return drop_server(h, "options"); }},
    {"options-array", "/servers/*/options", repaired, "object-as-list",
     "schema", "options: []",
     [](FlawPlanter& h) {
       return set_server(h, "options", Value::empty_array());
     }},
};

}  // namespace

std::span<const Flaw> server_flaws() { return table; }

}  // namespace trunklift::generate
