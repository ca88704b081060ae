// What each normalization rule makes of a document, and that it can be undone.
#include "normalize/normalize.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

using test::Json;
using test::same_json;

struct Outcome {
  std::string after;
  std::vector<std::string> findings;  // "TL0101 /servers"
  std::string undone;
  std::size_t again;  // changes of a second normalization
};

Outcome normalized(std::string_view before) {
  const normalize::Program& program = *test::compiled_plan().normalization;
  const Json root(before);
  Findings findings;
  std::vector<Change> changes;
  normalize_document(program, *root, root.arena(), findings, changes);
  Outcome out;
  out.after = to_json(*root);
  for (const Finding& finding : findings.list()) {
    out.findings.push_back(std::string(finding.rule->id) + " " +
                           finding.pointer);
  }
  const Json twice(out.after);
  Findings ignored;
  std::vector<Change> more;
  normalize_document(program, *twice, twice.arena(), ignored, more);
  out.again = more.size();
  const std::string recorded = changes_json(changes);
  const Json back(out.after);
  if (!recorded.empty()) {
    const Json parsed(recorded);
    undo_changes(*parsed, *back, back.arena());
    out.undone = to_json(*back);
  } else {
    out.undone = out.after;
  }
  return out;
}

// A case of a rule: what stands at its place before and after.
struct Repair {
  const char* rule;
  const char* pointer;  // of the finding
  const char* before;
  const char* after;
};

// The document, an account block, a server, its auth, its options or a DID.
void check_repairs(const char* head, const char* tail,
                   const std::vector<Repair>& repairs) {
  for (const Repair& repair : repairs) {
    const std::string before = head + std::string(repair.before) + tail;
    CAPTURE(repair.rule, repair.before);
    const Outcome outcome = normalized(before);
    const std::string after = head + std::string(repair.after) + tail;
    INFO(outcome.after);
    CHECK(same_json(outcome.after, after));
    const std::string finding = std::string(repair.rule) + " " + repair.pointer;
    INFO(test::joined(outcome.findings));
    CHECK(std::count(outcome.findings.begin(), outcome.findings.end(),
                     finding) == 1);
    CHECK(same_json(outcome.undone, before));
    CHECK(outcome.again == 0);
  }
}

// Values that no rule may touch.
void check_kept(const char* head, const char* tail,
                const std::vector<const char*>& kept) {
  for (const char* text : kept) {
    const std::string before = head + std::string(text) + tail;
    CAPTURE(before);
    const Outcome outcome = normalized(before);
    CHECK(outcome.after == before);
    CHECK(outcome.findings.empty());
  }
}

TEST_CASE("repairs of the document") {
  check_repairs(
      "{", "}",
      {{"TL0101", "/servers", R"("servers":null)", ""},
       {"TL0102", "/servers", R"("servers":{"1":{"a":1},"0":{"b":2}})",
        R"("servers":[{"b":2},{"a":1}])"},
       {"TL0102", "/servers", R"("servers":{"10":{"a":1},"9":{"b":2}})",
        R"("servers":[{"b":2},{"a":1}])"},
       {"TL0102", "/servers", R"("servers":{})", R"("servers":[])"},
       {"TL0132", "/type", R"("type":"sys_info")", ""},
       {"TL0133", "/pvt_created", R"("pvt_created":"63700000000")",
        R"("pvt_created":63700000000)"},
       {"TL0133", "/pvt_modified", R"("pvt_modified":63700000000.0)",
        R"("pvt_modified":63700000000)"},
       {"TL0134", "/id", R"("id":"x","_id":"x")", R"("_id":"x")"}});
  check_kept("{", "}",
             {R"("id":"x","_id":"y")", R"("id":"x")", R"("servers":[])",
              R"("servers":{"a":{}})", R"("servers":{"1":{},"01":{}})",
              R"("type":7)", R"("pvt_created":"yesterday")", R"("servers":"x")",
              R"("servers":[null,1,"a"])", R"("account":"x")"});
}

TEST_CASE("repairs of the account block") {
  check_repairs(
      R"({"account":{)", "}}",
      {{"TL0103", "/account/trunks", R"("trunks":"2")", R"("trunks":2)"},
       {"TL0103", "/account/trunks", R"("trunks":"2.6")", R"("trunks":3)"},
       {"TL0103", "/account/inbound_trunks", R"("inbound_trunks":0.5)",
        R"("inbound_trunks":1)"},
       {"TL0116", "/account/media_handling", R"("media_handling":"Process")",
        R"("media_handling":"bypass")"},
       {"TL0117", "/account/timeout", R"("timeout":"")", ""},
       {"TL0118", "/account/delay", R"("delay":"3")", R"("delay":3)"},
       {"TL0119", "/account/ignore_early_media",
        R"("ignore_early_media":"true")", R"("ignore_early_media":true)"},
       {"TL0120", "/account/failover", R"("failover":false)", ""},
       {"TL0121", "/account/caller_id", R"("caller_id":[])",
        R"("caller_id":{})"},
       {"TL0121", "/account/emergency_caller_id", R"("emergency_caller_id":[])",
        R"("emergency_caller_id":{})"},
       {"TL0124", "/account/sip_headers", R"("sip_headers":{"X-A":"1"})",
        R"("sip_headers":[{"X-A":"1"}])"},
       {"TL0135", "/account/timeout", R"("timeout":true)", ""}});
  check_kept(R"({"account":{)", "}}",
             {R"("trunks":"many")", R"("trunks":-1)", R"("trunks":null)",
              R"("failover":{"e164":""})", R"("caller_id":{"cid_name":""})",
              R"("media_handling":"process")", R"("flags":"a,b")"});
}

TEST_CASE("repairs of a server") {
  check_repairs(
      R"({"servers":[{)", "}]}",
      {{"TL0104", "/servers/0/name", R"("name":"PBX")",
        R"("server_name":"PBX")"},
       {"TL0104", "/servers/0/name", R"("name":"","server_name":"PBX")",
        R"("server_name":"PBX")"},
       {"TL0104", "/servers/0/name", R"("name":null)", ""},
       {"TL0105", "/servers/0/", R"("":{"a":[1]},"x":1)", R"("x":1)"},
       {"TL0111", "/servers/0/options/ip",
        R"("auth":{"auth_method":"ip"},"options":{"ip":"192.0.2.1"})",
        R"("auth":{"auth_method":"ip","ip":"192.0.2.1"},"options":{})"},
       {"TL0111", "/servers/0/options/port",
        R"("auth":{"auth_method":"ip"},"options":{"port":5070})",
        R"("auth":{"auth_method":"ip","port":5070},"options":{})"},
       {"TL0111", "/servers/0/options/ip",
        R"("auth":{"auth_method":"ip","ip":"a"},"options":{"ip":"a"})",
        R"("auth":{"auth_method":"ip","ip":"a"},"options":{})"},
       {"TL0111", "/servers/0/options/port",
        R"("auth":{"auth_method":"ip","port":1},"options":{"port":1})",
        R"("auth":{"auth_method":"ip","port":1},"options":{})"},
       {"TL0112", "/servers/0/auth/auth_method", R"("auth":{"auth_user":"u"})",
        R"("auth":{"auth_user":"u","auth_method":"password"})"},
       {"TL0112", "/servers/0/auth/auth_method", R"("auth":{"ip":"192.0.2.1"})",
        R"("auth":{"ip":"192.0.2.1","auth_method":"ip"})"},
       {"TL0112", "/servers/0/auth/auth_method",
        R"("auth":{"ip":"192.0.2.1","auth_user":"u"})",
        R"("auth":{"ip":"192.0.2.1","auth_user":"u","auth_method":"password"})"},
       {"TL0123", "/servers/0/codecs", R"("codecs":["PCMU","G729","PCMU"])",
        R"("codecs":["PCMU","G729"])"},
       {"TL0125", "/servers/0/DIDs", R"("DIDs":null)", ""},
       {"TL0125", "/servers/0/DIDs", R"("DIDs":[])", R"("DIDs":{})"},
       {"TL0126", "/servers/0/DIDs", R"("DIDs":["+1","+2"])",
        R"("DIDs":{"+1":{},"+2":{}})"}});
  check_kept(
      R"({"servers":[{)", "}]}",
      {R"("name":"a","server_name":"b")", R"("auth":{})", R"("auth":null)",
       R"("auth":{"auth_method":"ip","ip":"a"},"options":{"ip":"b"})",
       R"("auth":{"auth_method":"none"})", R"("DIDs":["+1","+1"])",
       R"("DIDs":[1])", R"("options":{"ip":"192.0.2.1"})",
       R"("cfg":{"supported_codecs":["g711","g711"]})"});
}

TEST_CASE("repairs of credentials") {
  check_repairs(
      R"({"servers":[{"auth":{)", "}}]}",
      {{"TL0106", "/servers/0/auth/auth_method", R"("auth_method":"Password")",
        R"("auth_method":"password")"},
       {"TL0106", "/servers/0/auth/auth_method", R"("auth_method":"IP")",
        R"("auth_method":"ip")"},
       {"TL0106", "/servers/0/auth/auth_method", R"("auth_method":"")", ""},
       {"TL0106", "/servers/0/auth/auth_method", R"("auth_method":null)", ""},
       {"TL0107", "/servers/0/auth/ip",
        R"("auth_method":"ip","ip":" 192.0.2.1\t")",
        R"("auth_method":"ip","ip":"192.0.2.1")"},
       {"TL0108", "/servers/0/auth/ip", R"("auth_method":"ip","ip":"")",
        R"("auth_method":"ip")"},
       {"TL0109", "/servers/0/auth/port", R"("auth_method":"ip","port":"5070")",
        R"("auth_method":"ip","port":5070)"},
       {"TL0110", "/servers/0/auth/ip",
        R"("auth_method":"ip","ip":"192.0.2.1:5070")",
        R"("auth_method":"ip","ip":"192.0.2.1","port":5070)"},
       {"TL0113", "/servers/0/auth/auth_user",
        R"("auth_method":"ip","auth_user":"")", R"("auth_method":"ip")"},
       {"TL0113", "/servers/0/auth/auth_password",
        R"("auth_method":"ip","auth_password":null)",
        R"("auth_method":"ip")"}});
  check_kept(
      R"({"servers":[{"auth":{)", "}}]}",
      {R"("auth_method":"ip","ip":"192,168.0.1")",
       R"("auth_method":"ip","ip":"2001:db8::1")",
       R"("auth_method":"ip","ip":"192.0.2.1:5070","port":5060)",
       R"("auth_method":"ip","ip":"192.0.2.1:http")",
       R"("auth_method":"ip","port":"")", R"("auth_method":"ip","port":"sip")",
       R"("auth_method":"password","auth_user":"")",
       R"("auth_method":"ip","auth_user":"u")"});
}

TEST_CASE("an address given blanks and port, and its method, at once") {
  check_repairs(R"({"servers":[{)", "}]}",
                {{"TL0107", "/servers/0/options/ip",
                  R"("auth":{},"options":{"ip":" 192.0.2.1:5070 "})",
                  R"("auth":{"ip":"192.0.2.1","port":5070,)"
                  R"("auth_method":"ip"},"options":{})"}});
}

TEST_CASE("empty credentials go from every server known by its address") {
  check_repairs(R"({"servers":[{)", "}]}",
                {{"TL0113", "/servers/0/auth/auth_password",
                  R"("auth":{"ip":"192.0.2.1","auth_password":""})",
                  R"("auth":{"ip":"192.0.2.1","auth_method":"ip"})"}});
}

TEST_CASE("repairs of options") {
  check_repairs(
      R"({"servers":[{"options":{)", "}}]}",
      {{"TL0107", "/servers/0/options/ip", R"("ip":" a")", R"("ip":"a")"},
       {"TL0108", "/servers/0/options/ip", R"("ip":"")", ""},
       {"TL0109", "/servers/0/options/port", R"("port":"5070")",
        R"("port":5070)"},
       {"TL0110", "/servers/0/options/ip", R"("ip":"a:5070")",
        R"("ip":"a","port":5070)"},
       {"TL0114", "/servers/0/options/inbound_format",
        R"("inbound_format":"E.164")", R"("inbound_format":"e164")"},
       {"TL0114", "/servers/0/options/inbound_format",
        R"("inbound_format":"NPANXXXXXX")", R"("inbound_format":"npan")"},
       {"TL0114", "/servers/0/options/inbound_format",
        R"("inbound_format":"1npanxxxxxx")", R"("inbound_format":"1npan")"},
       {"TL0114", "/servers/0/options/inbound_format",
        R"("inbound_format":"e164_without_plus")",
        R"("inbound_format":"strip_plus")"},
       {"TL0114", "/servers/0/options/inbound_format",
        R"("inbound_format":"USERNAME")", R"("inbound_format":"username")"},
       {"TL0115", "/servers/0/options/inbound_format",
        R"("inbound_format":"sip")", R"("inbound_format":"username")"},
       {"TL0115", "/servers/0/options/inbound_format", R"("inbound_format":"")",
        R"("inbound_format":"username")"},
       {"TL0115", "/servers/0/options/inbound_format",
        R"("inbound_format":null)", R"("inbound_format":"username")"},
       {"TL0116", "/servers/0/options/media_handling",
        R"("media_handling":"auto")", R"("media_handling":"bypass")"},
       {"TL0116", "/servers/0/options/media_handling",
        R"("media_handling":{"a":1})", R"("media_handling":"bypass")"},
       {"TL0117", "/servers/0/options/delay", R"("delay":null)", ""},
       {"TL0117", "/servers/0/options/flags", R"("flags":"")", ""},
       {"TL0117", "/servers/0/options/force_outbound", R"("force_outbound":"")",
        ""},
       {"TL0118", "/servers/0/options/timeout", R"("timeout":"30.5")",
        R"("timeout":31)"},
       {"TL0119", "/servers/0/options/enabled", R"("enabled":"false")",
        R"("enabled":false)"},
       {"TL0120", "/servers/0/options/failover", R"("failover":{})", ""},
       {"TL0121", "/servers/0/options/caller_id", R"("caller_id":[])",
        R"("caller_id":{})"},
       {"TL0121", "/servers/0/options/caller_id/cid_name",
        R"("caller_id":{"cid_name":"","cid_number":"+1"})",
        R"("caller_id":{"cid_number":"+1"})"},
       {"TL0121", "/servers/0/options/caller_id/cid_number",
        R"("caller_id":{"cid_name":"","cid_number":""})",
        R"("caller_id":{"blank":true})"},
       {"TL0122", "/servers/0/options/flags", R"("flags":"a, b,,c ")",
        R"("flags":["a","b","c"])"},
       {"TL0122", "/servers/0/options/dynamic_flags", R"("dynamic_flags":"a")",
        R"("dynamic_flags":["a"])"},
       {"TL0123", "/servers/0/options/codecs", R"("codecs":["PCMU","PCMU"])",
        R"("codecs":["PCMU"])"},
       {"TL0123", "/servers/0/options/codecs", R"("codecs":"PCMU,PCMA")",
        R"("codecs":["PCMU","PCMA"])"},
       {"TL0124", "/servers/0/options/sip_headers",
        R"("sip_headers":{"X-A":"1","X-B":"2"})",
        R"("sip_headers":[{"X-A":"1","X-B":"2"}])"},
       {"TL0135", "/servers/0/options/timeout", R"("timeout":false)", ""},
       {"TL0135", "/servers/0/options/media_handling", R"("media_handling":7)",
        ""},
       {"TL0135", "/servers/0/options/ignore_early_media",
        R"("ignore_early_media":1)", ""},
       {"TL0136", "/servers/0/options/hunt_non_reconcilable",
        R"("hunt_non_reconcilable":1)", ""},
       {"TL0137", "/servers/0/options/force_outbound",
        R"("force_outbound":"yes")", ""}});
  check_kept(R"({"servers":[{"options":{)", "}}]}",
             {R"("enabled":"yes")", R"("enabled":1)", R"("timeout":"abc")",
              R"("caller_id":{"blank":true})", R"("codecs":[])",
              R"("codecs":["a","A"])", R"("caller_id":{})",
              R"("failover":{"e164":""})", R"("failover":"+1")",
              R"("inbound_format":["e164"])", R"("flags":[])",
              R"("international":false)", R"("sip_headers":[])"});
}

TEST_CASE("repairs of numbers") {
  check_repairs(
      R"({"servers":[{"DIDs":{)", "}}]}",
      {{"TL0116", "/servers/0/DIDs/+1/media_handling",
        R"("+1":{"media_handling":"x"})",
        R"("+1":{"media_handling":"bypass"})"},
       {"TL0117", "/servers/0/DIDs/+1/timeout", R"("+1":{"timeout":{}})",
        R"("+1":{})"},
       {"TL0118", "/servers/0/DIDs/+1/delay", R"("+1":{"delay":"4"})",
        R"("+1":{"delay":4})"},
       {"TL0119", "/servers/0/DIDs/+1/force_outbound",
        R"("+1":{"force_outbound":"true"})", R"("+1":{"force_outbound":true})"},
       {"TL0120", "/servers/0/DIDs/+1/failover", R"("+1":{"failover":""})",
        R"("+1":{})"},
       {"TL0121", "/servers/0/DIDs/+1/caller_id/cid_name",
        R"("+1":{"caller_id":{"cid_name":""}})",
        R"("+1":{"caller_id":{"blank":true}})"},
       {"TL0124", "/servers/0/DIDs/+1/sip_headers",
        R"("+1":{"sip_headers":{}})", R"("+1":{"sip_headers":[]})"},
       {"TL0127", "/servers/0/DIDs/+1", R"("+1":[])", R"("+1":{})"},
       {"TL0128", "/servers/0/DIDs/+1", R"("+1":null)", R"("+1":{})"},
       {"TL0128", "/servers/0/DIDs/+1", R"("+1":true)", R"("+1":{})"},
       {"TL0129", "/servers/0/DIDs/+1/cnam", R"("+1":{"cnam":false})",
        R"("+1":{})"},
       {"TL0129", "/servers/0/DIDs/+1/e911", R"("+1":{"e911":false})",
        R"("+1":{})"},
       {"TL0130", "/servers/0/DIDs/4155550101", R"("4155550101":{"delay":"1"})",
        R"("+14155550101":{"delay":1})"},
       {"TL0130", "/servers/0/DIDs/011442079460123", R"("011442079460123":{})",
        R"("+442079460123":{})"},
       {"TL0131", "/servers/0/DIDs/(415) 555-0101", R"("(415) 555-0101":{})",
        R"("+14155550101":{})"},
       {"TL0131", "/servers/0/DIDs/+1 415~1555", R"("+1 415/555":{})",
        R"("+1415555":{})"},
       {"TL0135", "/servers/0/DIDs/+1/progress_timeout",
        R"("+1":{"progress_timeout":true})", R"("+1":{})"},
       {"TL0137", "/servers/0/DIDs/+1/force_outbound",
        R"("+1":{"force_outbound":[]})", R"("+1":{})"}});
  check_kept(R"({"servers":[{"DIDs":{)", "}}]}",
             {R"("+14155550101":{},"4155550101":{})", R"("abc":{})",
              R"("999":{})", R"("":{})", R"("+1":{"cnam":{"a":1}})"});
}

TEST_CASE("a blank that is there already is not taken for ours") {
  const std::string before =
      R"({"servers":[{"options":{"caller_id":{"cid_name":"","blank":"x"}}}]})";
  CHECK(same_json(normalized(before).undone, before));
}

TEST_CASE("what is canonical stays as it is") {
  const std::string document = test::one_server(
      R"("enabled":true,"inbound_format":"e164","timeout":20)",
      R"(,"server_name":"PBX","DIDs":{"+14155550101":{"delay":1}})");
  const Outcome outcome = normalized(document);
  CHECK(outcome.after == document);
  CHECK(outcome.findings.empty());
}

TEST_CASE("normalizing twice changes nothing more, and undo gives all back") {
  for (const test::Case& item : test::all_cases()) {
    for (const std::string& document : item.documents) {
      const Outcome outcome = normalized(document);
      CAPTURE(item.id);
      CHECK(outcome.again == 0);
      CHECK(same_json(outcome.undone, document));
    }
  }
}

}  // namespace
}  // namespace trunklift
