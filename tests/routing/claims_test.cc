// Which server of a document a number rings at: what a conversion says, against
// the platform's own lookup.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "../pipeline/support.h"
#include "checker/checker.h"
#include "routing/lookup.h"

namespace trunklift::routing {
namespace {

// Numbers that several servers of a document claim: the one with the least rank
// is the one that the platform finds. Returns how many there were.
std::size_t compare_claims(const std::string& text) {
  static const CompiledPlan& compiled = test::compiled_plan();
  const Plan& plan = compiled.plan;
  Checker checker{{*plan.schema, *plan.normalization, plan.rules, plan.options,
                   plan.strict}};
  const test::Json as_written(text);
  const test::Json canonical(text);
  AccountDocuments documents;
  documents.trunks.push_back({"one", &*as_written});
  const Lookup lookup(documents);

  Checked checked;
  Identity identity = identify(*canonical, {}, "account");
  checker.check(*canonical, canonical.arena(), {text.size()}, identity,
                checked);
  if (checked.findings.blocked() || identity.deleted) return 0;
  std::map<std::string, std::map<std::int64_t, std::size_t>> claims;
  for (const Server& server : checked.connectivity->servers) {
    for (const Did& did : server.dids) {
      if (did.claim_rank >= dead_claim) continue;
      claims[std::string(did.number)][did.claim_rank] = server.position;
    }
  }
  std::size_t compared = 0;
  for (const auto& [number, ranks] : claims) {
    if (ranks.size() < 2) continue;
    const DidRow* row = lookup.did(number);
    CAPTURE(text, number);
    REQUIRE(row);
    CHECK(row->server->index == ranks.begin()->second);
    ++compared;
  }
  return compared;
}

TEST_CASE("the best claim of a document is the one that the platform finds") {
  std::size_t compared = 0;
  for (const char* set : {"crafted", "random", "wild"}) {
    for (const test::Case& one : test::cases(set)) {
      for (const std::string& document : one.documents) {
        compared += compare_claims(document);
      }
    }
  }
  CHECK(compared > 2);
}

std::string two_servers(const std::string& first, const std::string& second) {
  const std::string auth = R"("auth":{"auth_user":")";
  const std::string rest =
      R"(","auth_password":"secret-1"},"options":{},"DIDs":{"+14155550101":{}})";
  return R"({"_id":"one","pvt_type":"sys_info","account":{"auth_realm":"m"},)"
         R"("servers":[{)" +
         auth + "a" + rest + first + "},{" + auth + "b" + rest + second + "}]}";
}

TEST_CASE("caller ids of servers come before credentials") {
  const std::string id = R"(,"callerid":{"cid_name":"x","cid_number":"+1"})";
  const std::string e911 = R"(,"e911_callerid":{"cid_name":"x"})";
  CHECK(compare_claims(two_servers("", "")) == 1);
  CHECK(compare_claims(two_servers("", id)) == 1);
  CHECK(compare_claims(two_servers(id, "")) == 1);
  CHECK(compare_claims(two_servers(id, e911)) == 1);
  CHECK(compare_claims(two_servers("", e911)) == 1);
}

}  // namespace
}  // namespace trunklift::routing
