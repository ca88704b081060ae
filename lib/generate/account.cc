// The accounts of a dump, and the documents beside their trunkstore documents.
#include "generate/account.h"

#include "base/text.h"
#include "generate/names.h"

namespace trunklift::generate {
namespace {

// 2011-01-01 and 11 years, in Gregorian seconds.
constexpr std::int64_t first_day = 63'461'059'200;
constexpr std::uint32_t span = 347'000'000;

constexpr Bucket documents_each[] = {{90, 1, 1}, {8, 2, 2}, {2, 3, 3}};

constexpr std::string_view platforms[] = {
    "sip.example.com", "voice.example.net", "trunks.example.org"};
constexpr std::string_view time_zones[] = {
    "America/Los_Angeles", "America/New_York", "America/Chicago",
    "America/Denver", "Europe/Berlin"};

// Bijective in the index up to 2^32 accounts: realms are unique in a cluster.
std::string draw_realm(std::uint64_t seed, std::uint64_t index,
                       Random& random) {
  const std::uint64_t label = (index * 0x9E3779B1U ^ mixed(seed)) & 0xFFFFFFFF;
  std::string hex;
  append_hex(hex, label);
  return hex.substr(8) + "." + std::string(random.pick(platforms));
}

// Members that every document ends with: `,"pvt_...":...}` and the newline.
void close_document(std::string& out, const Account& account,
                    std::string_view type) {
  out += ",\"pvt_type\":\"";
  out += type;
  out += "\",\"pvt_account_id\":\"";
  out += account.id;
  out += "\",\"pvt_account_db\":\"";
  out += account_database(account.id);
  out += "\",\"pvt_created\":";
  out += std::to_string(account.created);
  out += ",\"pvt_vsn\":\"1\"}\n";
}

void open_document(std::string& out, std::string_view id, Random& random) {
  out += "{\"_id\":\"";
  out += id;
  out += "\",\"_rev\":\"";
  out += std::to_string(random.between(1, 9));
  out += '-';
  append_hex(out, random.next());
  append_hex(out, random.next());
  out += '"';
}

struct Bystander {
  std::string_view type;
  std::string_view members;
};
constexpr Bystander bystanders[] = {
    {"device",
     R"(,"name":"Lobby phone","device_type":"sip_device","enabled":true,)"
     R"("sip":{"method":"password","invite_format":"contact"},)"
     R"("media":{"audio":{"codecs":["PCMU"]},"encryption":{"methods":[]}})"},
    {"user", R"(,"first_name":"Zoë","last_name":"Baker","priv_level":"admin",)"
             R"("enabled":true,"vm_to_email_enabled":false)"},
    {"callflow",
     R"(,"numbers":["100"],"patterns":[],"flow":{"module":"voicemail",)"
     R"("data":{"action":"check"},"children":{}})"}};
constexpr std::string_view design =
    R"(,"language":"javascript","views":{"crossbar_listing":{"map":)"
    R"("function(doc) { if (doc.pvt_type != 'sys_info' || doc.pvt_deleted))"
    R"( return; emit(doc._id, {'id': doc._id}); }"}}})"
    "\n";

}  // namespace

Account draw_account(std::uint64_t seed, std::uint64_t index) {
  Random random(seed, Stream::account, index);
  Account account;
  account.seed = seed;
  account.index = index;
  account.id = hex_id(random);
  account.realm = draw_realm(seed, index, random);
  account.name = company_name(random);
  account.documents = draw(random, documents_each);
  account.comes_first = random.percent(70);
  account.created = first_day + random.below(span);
  account.trunks = random.below(12);
  account.inbound_trunks = random.below(30);
  return account;
}

std::string account_database(std::string_view id) {
  std::string out = "account%2F";
  out += id.substr(0, 2);
  out += "%2F";
  out += id.substr(2, 2);
  out += "%2F";
  out += id.substr(4);
  return out;
}

void append_account(std::string& out, const Account& account) {
  // A stream of its own: it may be written before or after the others.
  Random random(account.seed, Stream::other, account.index * 2);
  open_document(out, account.id, random);
  out += ",\"name\":";
  append_json_string(out, account.name);
  out += ",\"realm\":\"";
  out += account.realm;
  out += "\",\"language\":\"en-us\",\"timezone\":\"";
  out += random.pick(time_zones);
  out += "\",\"enabled\":true";
  if (random.percent(15)) {
    out += R"(,"caller_id":{"external":{"name":)";
    append_json_string(out, account.name);
    out += "}}";
  }
  if (random.percent(10)) {
    out += R"(,"call_restriction":{"international":{"action":"deny"}})";
  }
  // The operator's own account is the root of everybody's tree.
  Random root(account.seed, Stream::other, ~std::uint64_t{0});
  out += ",\"pvt_tree\":[\"" + hex_id(root) + "\"],\"pvt_enabled\":true";
  close_document(out, account, "account");
}

void append_limits(std::string& out, const Account& account, Random& random) {
  open_document(out, "limits", random);
  out += ",\"twoway_trunks\":" + std::to_string(account.trunks);
  out += ",\"inbound_trunks\":" + std::to_string(account.inbound_trunks);
  out += ",\"outbound_trunks\":0,\"allow_prepay\":true";
  close_document(out, account, "limits");
}

void append_bystander(std::string& out, const Account& account,
                      Random& random) {
  const std::uint32_t kind = random.below(std::size(bystanders) + 1);
  if (kind == std::size(bystanders)) {
    open_document(out, "_design/trunkstore", random);
    out += design;
    return;
  }
  open_document(out, hex_id(random), random);
  out += bystanders[kind].members;
  close_document(out, account, bystanders[kind].type);
}

void append_number(std::string& out, const Account& account,
                   const NumberRecord& record, std::uint64_t revision) {
  out += "{\"_id\":\"";
  out += record.number;
  out += "\",\"_rev\":\"1-";
  append_hex(out, mixed(revision + 1));
  append_hex(out, mixed(revision + account.seed + 2));
  out += '"';
  if (!record.failover.empty()) {
    out += R"(,"failover":{"e164":")";
    out += record.failover;
    out += "\"}";
  }
  out += ",\"pvt_db_name\":\"numbers%2F%2B";
  out += record.number.substr(1, 4);
  out += R"(","pvt_state":"in_service","pvt_module_name":"knm_local",)"
         R"("pvt_assigned_to":")";
  out += account.id;
  // The platform stores `pvt_used_by` and shows it as `used_by`.
  if (record.used_by_trunkstore) {
    out += R"(","pvt_used_by":"trunkstore","used_by":"trunkstore)";
  }
  // It is in a database of numbers: what it belongs to is above.
  out += R"(","pvt_ported_in":false,"pvt_type":"number","pvt_created":)";
  out += std::to_string(account.created);
  out += ",\"pvt_vsn\":\"1\"}\n";
}

}  // namespace trunklift::generate
