// From documents to rows: columns, cascades, identities, claims.
#include "convert/convert.h"
#include "base/uuid.h"

#include <catch2/catch.hpp>

#include <set>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::document;
using test::Json;
using test::one_server;
using test::Result;
using test::text_of;

std::string cell(const Row& row, std::size_t column) {
  return text_of(row[column]);
}

TEST_CASE("a trunk has what the document says") {
  const Result result(document(
      R"(,"name":"Main","pvt_created":63700000000,"pvt_modified":"63700000001",)"
      R"("account":{"auth_realm":"pbx.example.com","trunks":"4",)"
      R"("inbound_trunks":2,"caller_id":{"cid_name":"A","cid_number":"+1"},)"
      R"("emergency_caller_id":{"cid_name":""},"credits":{"prepay":"0.00"}},)"
      R"("e911_callerid":{"a":1},"servers":[])",
      "ts9", "3-x"));
  REQUIRE(result->fate == Fate::accepted);
  REQUIRE(result->records.rows.size() == 1);
  const Row row = result.row(TableId::trunk);
  CHECK(cell(row, trunk::account_id) == test::account);
  CHECK(cell(row, trunk::id) == uuid5(test::account + "\nts9"));
  CHECK(cell(row, trunk::name) == "Main");
  CHECK(cell(row, trunk::realm) == "pbx.example.com");
  CHECK(cell(row, trunk::twoway_trunks) == "4");
  CHECK(cell(row, trunk::inbound_trunks) == "2");
  CHECK(cell(row, trunk::caller_id_name) == "A");
  CHECK(cell(row, trunk::caller_id_number) == "+1");
  CHECK(cell(row, trunk::emergency_caller_id_name).empty());
  CHECK(cell(row, trunk::emergency_caller_id_number) == "null");
  CHECK(cell(row, trunk::legacy_document_id) == "ts9");
  CHECK(cell(row, trunk::legacy_revision) == "3-x");
  CHECK(cell(row, trunk::created) == "2018-07-28T12:26:40Z");
  CHECK(cell(row, trunk::modified) == "2018-07-28T12:26:41Z");
  CHECK(cell(row, trunk::extra) ==
        R"({"pvt_type":"sys_info","pvt_account_id":")" + test::account +
            R"(","account":{"credits":{"prepay":"0.00"}},)"
            R"("e911_callerid":{"a":1},"servers":[]})");
}

TEST_CASE("an implausible stamp stays aside") {
  const Result result(document(R"(,"pvt_created":1500000000,"servers":[])"));
  CHECK(cell(result.row(TableId::trunk), trunk::created) == "null");
  CHECK(result.has("TL0216 /pvt_created"));
  CHECK(cell(result.row(TableId::trunk), trunk::extra)
            .find(R"("pvt_created":1500000000)") != std::string::npos);
}

TEST_CASE("a device has what its server says") {
  const Result result(document(
      R"(,"servers":[{"server_name":"PBX","server_type":"x","auth":{)"
      R"("auth_method":"Password","auth_user":"trunk1",)"
      R"("auth_password":"s3cretpw","port":5070},"options":{"enabled":false,)"
      R"("inbound_format":"E.164","media_handling":"process","delay":2,)"
      R"("timeout":"30","progress_timeout":7,"ignore_early_media":"true",)"
      R"("force_outbound":true,"hunt_account_id":"h",)"
      R"("hunt_non_reconcilable":false,"codecs":["PCMU"],"flags":"a,b",)"
      R"("dynamic_flags":[],"sip_headers":{"X-A":"1"},)"
      R"("caller_id":{"cid_name":"N"},)"
      R"("emergency_caller_id":{"cid_number":"+1"},)"
      R"("failover":{"e164":"+2","sip":"sip:a@b"},"international":false}}])"));
  REQUIRE(result->fate == Fate::accepted);
  const Row row = result.row(TableId::device);
  const std::vector<std::pair<std::size_t, std::string>> expected = {
      {device::trunk_id, uuid5(test::account + "\nts1")},
      {device::id, uuid5(test::account + "\nts1\npassword:trunk1")},
      {device::position, "0"},
      {device::name, "PBX"},
      {device::enabled, "0"},
      {device::auth_method, "password"},
      {device::username, "trunk1"},
      {device::secret, "s3cretpw"},
      {device::ip, "null"},
      {device::host, "null"},
      {device::port, "5070"},
      {device::invite_format, "e164"},
      {device::media_handling, "process"},
      {device::delay, "2"},
      {device::timeout, "30"},
      {device::progress_timeout, "7"},
      {device::ignore_early_media, "1"},
      {device::force_outbound, "1"},
      {device::hunt_account_id, "h"},
      {device::hunt_non_reconcilable, "0"},
      {device::codecs, R"(["PCMU"])"},
      {device::flags, R"(["a","b"])"},
      {device::dynamic_flags, "[]"},
      {device::sip_headers, R"([{"X-A":"1"}])"},
      {device::caller_id_name, "N"},
      {device::caller_id_number, "null"},
      {device::emergency_caller_id_name, "null"},
      {device::emergency_caller_id_number, "+1"},
      {device::failover_number, "+2"},
      {device::failover_sip, "sip:a@b"},
      {device::inherited, "null"},
      {device::extra,
       R"({"server_type":"x","options":{"international":false}})"},
  };
  for (const auto& [column, value] : expected) {
    CAPTURE(table(TableId::device).columns[column].name);
    CHECK(cell(row, column) == value);
  }
}

TEST_CASE("what a server lacks comes from its account, or is the default") {
  const Result bare(one_server(""));
  const Row defaults = bare.row(TableId::device);
  CHECK(cell(defaults, device::name) == "trunk1");
  CHECK(cell(defaults, device::enabled) == "1");
  CHECK(cell(defaults, device::invite_format) == "npan");
  CHECK(cell(defaults, device::media_handling) == "bypass");
  CHECK(cell(defaults, device::timeout) == "null");
  CHECK(cell(defaults, device::inherited) ==
        R"(["name","enabled","invite_format","media_handling"])");

  const Result result(document(
      R"(,"account":{"auth_realm":"r.example","trunks":1,"timeout":"31",)"
      R"("delay":3,"media_handling":"process","flags":["x"],)"
      R"("failover":{"e164":"+3"},"sip_headers":[{"X":"1"}],)"
      R"("caller_id":{"cid_name":"A"},)"
      R"("emergency_caller_id":{"cid_number":"+9"}},)"
      R"("servers":[{"server_name":"P","codecs":["G729"],"auth":{)"
      R"("auth_method":"ip","ip":"192.0.2.1"},)"
      R"("options":{"enabled":true,"inbound_format":"e164","timeout":"21",)"
      R"("caller_id":{"cid_number":"+1"}}}])"));
  REQUIRE(result->fate == Fate::accepted);
  const Row row = result.row(TableId::device);
  CHECK(cell(row, device::timeout) == "21");
  CHECK(cell(row, device::delay) == "3");
  CHECK(cell(row, device::media_handling) == "process");
  CHECK(cell(row, device::flags) == R"(["x"])");
  CHECK(cell(row, device::codecs) == R"(["G729"])");
  CHECK(cell(row, device::sip_headers) == R"([{"X":"1"}])");
  CHECK(cell(row, device::failover_number) == "+3");
  CHECK(cell(row, device::caller_id_name) == "null");  // never half of each
  CHECK(cell(row, device::caller_id_number) == "+1");
  CHECK(cell(row, device::emergency_caller_id_number) == "+9");
  CHECK(cell(row, device::inherited) ==
        R"(["media_handling","delay","failover_number","failover_sip",)"
        R"("codecs","flags","sip_headers","emergency_caller_id_name"])");
}

TEST_CASE("a caller id of empty halves means none, and hides the account's") {
  const Result result(document(
      R"(,"account":{"auth_realm":"r.example","caller_id":{"cid_name":"A"},)"
      R"("failover":{"e164":"+3"}},)"
      R"("servers":[{"auth":{"auth_method":"ip","ip":"192.0.2.1"},"options":{)"
      R"("caller_id":{"cid_name":"","cid_number":""},)"
      R"("failover":{"e164":""}},"DIDs":{"+1":{"caller_id":{"cid_name":""}}}}])"));
  const Row row = result.row(TableId::device);
  CHECK(cell(row, device::caller_id_name).empty());
  CHECK(cell(row, device::caller_id_number).empty());
  CHECK(cell(row, device::failover_number).empty());
  CHECK(result.has("TL0220 /servers/0/options/failover/e164"));
  const Row did = result.row(TableId::phone_number);
  CHECK(cell(did, phone_number::caller_id_name).empty());
}

TEST_CASE("a number has what its settings say") {
  const Result result(one_server(
      "", R"(,"DIDs":{"+14155550101":{"caller_id":{"cid_name":"N"},)"
          R"("failover":{"sip":"sip:x@y"},"force_outbound":false,)"
          R"("media_handling":"process","delay":"1","timeout":2,)"
          R"("progress_timeout":3,"ignore_early_media":true,"options":["a"],)"
          R"("cnam":{"display_name":"x"}}})"));
  REQUIRE(result->fate == Fate::accepted);
  const Row row = result.row(TableId::phone_number);
  const std::vector<std::pair<std::size_t, std::string>> expected = {
      {phone_number::id,
       uuid5(test::account + "\nts1\npassword:trunk1\n+14155550101")},
      {phone_number::number, "+14155550101"},
      {phone_number::device_id, cell(result.row(TableId::device), device::id)},
      {phone_number::claim_rank, "0"},
      {phone_number::caller_id_name, "N"},
      {phone_number::caller_id_number, "null"},
      {phone_number::failover_number, "null"},
      {phone_number::failover_sip, "sip:x@y"},
      {phone_number::force_outbound, "0"},
      {phone_number::media_handling, "process"},
      {phone_number::delay, "1"},
      {phone_number::timeout, "2"},
      {phone_number::progress_timeout, "3"},
      {phone_number::ignore_early_media, "1"},
      {phone_number::options, R"(["a"])"},
      {phone_number::extra, R"({"cnam":{"display_name":"x"}})"},
  };
  for (const auto& [column, value] : expected) {
    CAPTURE(table(TableId::phone_number).columns[column].name);
    CHECK(cell(row, column) == value);
  }
}

std::string server(std::string_view auth, std::string_view more = "") {
  return R"({"auth":{)" + std::string(auth) + R"(},"options":{})" +
         std::string(more) + "}";
}

// id, username or address, and numbers of each device, sorted.
std::set<std::string> devices(const std::vector<std::string>& servers) {
  std::string list;
  for (const std::string& one : servers)
    list += (list.empty() ? "" : ",") + one;
  const Result result(document(R"(,"servers":[)" + list + "]"));
  REQUIRE(result->fate == Fate::accepted);
  std::set<std::string> out;
  for (const Row& row : result.rows(TableId::device)) {
    const std::string id = cell(row, device::id);
    std::set<std::string> numbers;
    for (const Row& did : result.rows(TableId::phone_number)) {
      if (cell(did, phone_number::device_id) == id) {
        numbers.insert(cell(did, phone_number::id) +
                       cell(did, phone_number::number));
      }
    }
    std::string line = id + cell(row, device::username) +
                       cell(row, device::ip) + cell(row, device::name);
    for (const std::string& number : numbers) line += number;
    out.insert(line);
  }
  return out;
}

TEST_CASE("records keep their ids when servers change places") {
  std::vector<std::string> servers = {
      server(R"("auth_method":"password","auth_user":"a")",
             R"(,"DIDs":{"+1":{},"+2":{}})"),
      server(R"("auth_method":"password","auth_user":"b")",
             R"(,"DIDs":{"+3":{}})"),
      server(R"("auth_method":"ip","ip":"192.0.2.1")"),
      server(R"("auth_method":"ip","ip":"192.0.2.1","port":5070)"),
      // the same endpoint twice, told apart by name and content
      server(R"("auth_method":"ip","ip":"192.0.2.9")",
             R"(,"server_name":"two","DIDs":{"+4":{}})"),
      server(R"("auth_method":"ip","ip":"192.0.2.9")",
             R"(,"server_name":"one","DIDs":{"+5":{}})"),
      server(R"("auth_method":"ip","ip":"192.0.2.2")",
             R"(,"server_id":"0123456789abcdef0123456789abcdef")"),
  };
  const std::set<std::string> expected = devices(servers);
  CHECK(expected.size() == servers.size());
  std::reverse(servers.begin(), servers.end());
  CHECK(devices(servers) == expected);
  std::rotate(servers.begin(), servers.begin() + 3, servers.end());
  CHECK(devices(servers) == expected);
}

TEST_CASE("ids do not change with names, secrets or the case of users") {
  const auto id = [](const std::string& one) {
    const Result result(document(R"(,"servers":[)" + one + "]"));
    return cell(result.row(TableId::device), device::id);
  };
  const std::string user =
      id(server(R"("auth_method":"password","auth_user":"Trunk1")"));
  CHECK(id(server(R"("auth_method":"password","auth_user":"trunk1",)"
                  R"("auth_password":"x")",
                  R"(,"server_name":"N")")) == user);
  CHECK(id(server(R"("auth_method":"password","auth_user":"trunk2")")) != user);
  const std::string known =
      id(server(R"("auth_method":"ip","ip":"192.0.2.1")",
                R"(,"server_id":"0123456789abcdef0123456789abcdef")"));
  CHECK(id(server(R"("auth_method":"ip","ip":"192.0.2.2")",
                  R"(,"server_id":"0123456789abcdef0123456789abcdef")")) ==
        known);
}

TEST_CASE("a placeholder is kept aside, and the others keep their places") {
  const Result result(
      document(R"(,"servers":[{"server_name":"Hosted Platform","auth":{},)"
               R"("not_editable":true},)" +
               server(R"("auth_method":"password","auth_user":"a")") + "]"));
  REQUIRE(result->fate == Fate::accepted);
  CHECK(result.has("TL0204 /servers/0"));
  CHECK(result.rows(TableId::device).size() == 1);
  CHECK(cell(result.row(TableId::device), device::position) == "1");
  CHECK(cell(result.row(TableId::trunk), trunk::extra)
            .find(R"("servers":{"0":{"server_name":"Hosted Platform",)"
                  R"("auth":{},"not_editable":true}})") != std::string::npos);
}

TEST_CASE("servers that go nowhere reject their document") {
  const std::pair<const char*, const char*> broken[] = {
      {R"({"auth":{},"DIDs":{"+1":{}}})", "TL0205 /servers/0"},
      {R"({"auth":{"auth_method":"ip"},"DIDs":{"+1":{}}})",
       "TL0205 /servers/0"},
      {R"({"auth":{"auth_method":"password","ip":"192.0.2.1"}})",
       "TL0205 /servers/0/auth"},
      {R"({"auth":{"auth_method":"ip","auth_user":"u"}})",
       "TL0205 /servers/0/auth"},
      {R"({"auth":{"auth_method":"ip","ip":"192,168.0.1"}})",
       "TL0206 /servers/0/auth/ip"},
      {R"({"auth":{"auth_method":"ip","ip":"192.0.2.1","port":70000}})",
       "TL0208 /servers/0/auth/port"},
      {R"({"auth":{"auth_method":"ip","ip":"192.0.2.1"},"DIDs":{"abc":{}}})",
       "TL0211 /servers/0/DIDs/abc"},
      {R"({"auth":{"auth_method":"ip","ip":"192.0.2.1"},"DIDs":{"":{}}})",
       "TL0211 /servers/0/DIDs/"},
  };
  for (const auto& [text, finding] : broken) {
    const Result result(document(R"(,"servers":[)" + std::string(text) + "]"));
    CAPTURE(text, test::joined(result.findings()));
    CHECK(result->fate == Fate::rejected);
    CHECK(result->stage == Stage::bind);
    CHECK(result.has(finding));
    CHECK(result->records.rows.empty());
  }
}

TEST_CASE("host names are kept as such, with a warning") {
  const Result result(document(R"(,"servers":[)" +
                               server(R"("auth_method":"IP","ip":"pbx.test")") +
                               "]"));
  CHECK(cell(result.row(TableId::device), device::host) == "pbx.test");
  CHECK(cell(result.row(TableId::device), device::ip) == "null");
  CHECK(result.has("TL0207 /servers/0/auth/ip"));
}

TEST_CASE("a server-level flag hides numbers") {
  const std::pair<const char*, bool> flags[] = {
      {"false", true}, {"0", true},           {R"("")", true}, {R"("0")", true},
      {"[]", true},    {R"("false")", false}, {"null", false}, {"true", false},
      {"1", false},    {"{}", false},
  };
  for (const auto& [flag, hidden] : flags) {
    CAPTURE(flag);
    const Result result(
        one_server(R"("enabled":true)",
                   R"(,"DIDs":{"+1":{}},"enabled":)" + std::string(flag)));
    REQUIRE(result->fate == Fate::accepted);
    CHECK(cell(result.row(TableId::device), device::enabled) ==
          (hidden ? "0" : "1"));
    CHECK(cell(result.row(TableId::phone_number), phone_number::claim_rank) ==
          std::to_string(hidden ? dead_claim : 0));
    CHECK(result.has("TL0221 /servers/0/enabled") == hidden);
  }
}

// "user number rank" of each claim.
std::set<std::string> claims(const Result& result) {
  std::set<std::string> out;
  for (const Row& did : result.rows(TableId::phone_number)) {
    for (const Row& row : result.rows(TableId::device)) {
      if (cell(row, device::id) != cell(did, phone_number::device_id)) continue;
      out.insert(cell(row, device::username) + " " +
                 cell(did, phone_number::number) + " " +
                 cell(did, phone_number::claim_rank));
    }
  }
  return out;
}

TEST_CASE("claims rank by credentials, not by the order of servers") {
  const std::string zeta = server(R"("auth_method":"password","auth_user":"z")",
                                  R"(,"DIDs":{"+1":{}})");
  const std::string alpha = server(
      R"("auth_method":"password","auth_user":"a")", R"(,"DIDs":{"+1":{}})");
  const std::set<std::string> expected{"a +1 0", "z +1 1"};
  CHECK(claims(Result(document(R"(,"servers":[)" + zeta + "," + alpha +
                               "]"))) == expected);
  CHECK(claims(Result(document(R"(,"servers":[)" + alpha + "," + zeta +
                               "]"))) == expected);
  // The platform's view runs over an object as well.
  CHECK(claims(Result(document(R"(,"servers":{"0":)" + zeta + R"(,"1":)" +
                               alpha + "}"))) == expected);
}

TEST_CASE("claims that no call could match are dead") {
  CHECK(claims(Result(one_server(
            "", R"(,"DIDs":{"4155550101":{},"+14155550102":{}})"))) ==
        std::set<std::string>{"trunk1 +14155550101 1000000",
                              "trunk1 +14155550102 0"});
  CHECK(claims(Result(one_server("", R"(,"DIDs":{"(415) 555-0101":{}})"))) ==
        std::set<std::string>{"trunk1 +14155550101 1000000"});
}

TEST_CASE("numbers listed in an array are dead as well") {
  CHECK(claims(Result(one_server("", R"(,"DIDs":["+14155550101"])"))) ==
        std::set<std::string>{"trunk1 +14155550101 1000000"});
}

TEST_CASE("of two spellings the one with a plus is converted") {
  const Result result(one_server(
      "", R"(,"DIDs":{"4155550101":{"delay":1},"+14155550101":{"delay":2}})"));
  CHECK(result->fate == Fate::accepted);
  REQUIRE(result.rows(TableId::phone_number).size() == 1);
  CHECK(cell(result.row(TableId::phone_number), phone_number::delay) == "2");
  CHECK(result.has("TL0213 /servers/0/DIDs/4155550101"));
  CHECK(cell(result.row(TableId::device), device::extra)
            .find(R"("DIDs":{"4155550101":{"delay":1}})") != std::string::npos);
}

TEST_CASE("short numbers are kept as they are dialled") {
  const Result result(one_server("", R"(,"DIDs":{"99900":{}})"));
  CHECK(result->fate == Fate::accepted);
  CHECK(result.has("TL0212 /servers/0/DIDs/99900"));
  CHECK(cell(result.row(TableId::phone_number), phone_number::number) ==
        "99900");
}

TEST_CASE("a name that is too long stays aside") {
  const std::string name(129, 'n');
  const Result result(one_server("", R"(,"server_name":")" + name + '"'));
  REQUIRE(result->fate == Fate::accepted);
  CHECK(cell(result.row(TableId::device), device::name) == "trunk1");
  CHECK(cell(result.row(TableId::device), device::extra) ==
        R"({"options":{},"server_name":")" + name + "\"}");
}

TEST_CASE("the record hash speaks of cells and changes, not of order in text") {
  const Result one(one_server(R"("timeout":20,"delay":1)"));
  const Result two(one_server(R"("delay":1,"timeout":20)"));
  const Result other(one_server(R"("delay":1,"timeout":21)"));
  const Result repaired(one_server(R"("delay":"1","timeout":20)"));
  CHECK(one->record_hash == two->record_hash);
  CHECK(one->record_hash != other->record_hash);
  CHECK(one->record_hash != repaired->record_hash);
}

// `value` with every text replaced, but for those that say who it is.
Value replaced(const Value& value, Arena& arena, std::string_view canary) {
  Value out = arena.clone(value);
  if (out.is(Type::string)) return Value::of(canary);
  for (Value& item : items(out)) item = replaced(item, arena, canary);
  for (Member& member : members(out)) {
    if (member.key.text().starts_with("_") ||
        member.key.text().starts_with("pvt_"))
      continue;
    member.value = replaced(member.value, arena, canary);
  }
  return out;
}

TEST_CASE("no finding tells a value of a document") {
  const std::string canary = "c4n4ry-S3cret";
  for (const test::Case& item : test::all_cases()) {
    for (const std::string& text : item.documents) {
      Arena arena;
      const Json json(text);
      const Result all(to_json(replaced(*json, arena, canary)));
      CAPTURE(item.id);
      CHECK(all.words().find(canary) == std::string::npos);
    }
  }
}

TEST_CASE("no finding tells a password, whatever else is wrong") {
  const std::string canary = "c4n4ry-S3cret";
  for (const char* password : {R"("c4n4ry-S3cret")", R"(["c4n4ry-S3cret"])",
                               R"({"c":"c4n4ry-S3cret"})"}) {
    for (const char* options :
         {R"("enabled":"c4n4ry-S3cret")", R"("timeout":"c4n4ry-S3cret")",
          R"("codecs":{"a":"c4n4ry-S3cret"})", R"("failover":"c4n4ry-S3cret")",
          R"("ip":"c4n4ry S3cret c4n4ry-S3cret")"}) {
      const Result result(document(
          R"(,"servers":[{"auth":{"auth_method":"c4n4ry-S3cret","auth_user":"u",)"
          R"("auth_password":)" +
          std::string(password) + R"(},"options":{)" + options + "}}]"));
      REQUIRE_FALSE(result.words().empty());
      CHECK(result.words().find(canary) == std::string::npos);
    }
  }
}

TEST_CASE("context documents become rows of their own") {
  const Result limits(R"({"_id":"limits","pvt_type":"limits",)"
                      R"("pvt_account_id":"a","twoway_trunks":5,)"
                      R"("inbound_trunks":-1})");
  CHECK(limits->fate == Fate::context);
  CHECK(cell(limits.row(TableId::legacy_limits),
             legacy_limits::twoway_trunks) == "5");
  CHECK(cell(limits.row(TableId::legacy_limits),
             legacy_limits::inbound_trunks) == "null");
  const Result number(R"({"_id":"+1","pvt_type":"number","pvt_account_id":"a",)"
                      R"("failover":{"e164":"+2"}})");
  CHECK(cell(number.row(TableId::legacy_number),
             legacy_number::failover_number) == "+2");
  // A row that says something else has another hash, though the document is
  // the same.
  Records records = number->records;
  CHECK(number->record_hash == context_hash(records));
  CHECK(number->record_hash.hex().insert(16, "-") ==
        cell(number.row(TableId::legacy_number), legacy_number::content_hash));
  CHECK(number->record_hash != number->identity.content);
  records.rows[0][legacy_number::content_hash] =
      Cell::of(number->identity.content.hex());
  const Result usual(R"({"_id":"+1","pvt_type":"number","pvt_account_id":"a",)"
                     R"("pvt_state":"in_service","used_by":"trunkstore"})");
  CHECK(usual->records.rows.empty());
  const Result other(R"({"_id":"x","pvt_type":"device","pvt_account_id":"a"})");
  CHECK(other.tally().skipped == 1);
}

}  // namespace
}  // namespace trunklift
