// One document after the other, without a pipeline.
#include "checker/checker.h"

#include <catch2/catch.hpp>

#include <string>

#include "../pipeline/support.h"
#include "parse/parser.h"

namespace trunklift {
namespace {

// A checker with what one document came to, without a pipeline around it.
struct Bench {
  const Plan& plan = test::compiled_plan().plan;
  Parser parser;
  Checker checker{{*plan.schema, *plan.normalization, plan.rules, plan.options,
                   plan.strict}};
  Checked checked;

  void check(const std::string& text) {
    checked.clear();
    const std::optional<Tree> tree = parser.read_copy(text);
    REQUIRE(tree);
    checker.check(*tree->root, parser.arena(),
                  {text.size(), tree->may_have_duplicates, true},
                  identify(*tree->root, tree->content, ""), checked);
  }
  bool found(std::string_view id) const {
    for (const Finding& finding : checked.findings.list()) {
      if (finding.rule->id == id) return true;
    }
    return false;
  }
};

std::string document(const std::string& servers, const std::string& more = "") {
  return R"({"_id":"d","_rev":"1-a","pvt_type":"sys_info",)"
         R"("pvt_account_id":"a","account":{"auth_realm":"a.example.com",)"
         R"("trunks":2},"servers":)" +
         servers + more + "}";
}

TEST_CASE("a document becomes findings, changes and a typed form") {
  Bench bench;
  bench.check(
      document(R"([{"server_name":"PBX","auth":{"auth_method":"Password",)"
               R"("auth_user":"u","auth_password":"secret-1"},)"
               R"("options":{"enabled":"true"},"DIDs":{"+14155550100":{}}}])"));
  CHECK_FALSE(bench.checked.findings.blocked());
  REQUIRE(bench.checked.connectivity);
  const Connectivity& connectivity = *bench.checked.connectivity;
  CHECK(connectivity.realm == "a.example.com");
  CHECK(connectivity.twoway_trunks == 2);
  REQUIRE(connectivity.servers.size() == 1);
  // What normalization made of the texts "Password" and "true".
  REQUIRE(bench.checked.changes.size() == 2);
  CHECK(bench.checked.changes[0].pointer == "/servers/0/auth/auth_method");
  CHECK(bench.checked.changes[1].pointer == "/servers/0/options/enabled");
}

TEST_CASE(
    "what rejects a document says at which stage, and the next is fresh") {
  Bench bench;
  bench.check(document(R"("none")"));
  CHECK(bench.checked.findings.blocked());
  CHECK(bench.checked.stage == Stage::check);
  CHECK(bench.found("TL0001"));
  bench.check(document("[]", R"(,"a":"\u0000","b":1,"b":2)"));
  CHECK_FALSE(bench.found("TL0001"));
  CHECK(bench.found("TL0004"));
  bench.check(document("[]"));
  CHECK_FALSE(bench.checked.findings.blocked());
  CHECK(bench.checked.changes.empty());
  REQUIRE(bench.checked.connectivity);
  CHECK(bench.checked.connectivity->servers.empty());
}

TEST_CASE("any document is held against the schema alone") {
  Bench bench;
  const std::optional<Tree> good = bench.parser.read_copy(document("[]"));
  CHECK(bench.checker.conforms(*good->root));
  bench.checker.report_violations(bench.checked.findings);
  CHECK(bench.checked.findings.list().empty());
  const std::optional<Tree> bad = bench.parser.read_copy(document("7"));
  CHECK_FALSE(bench.checker.conforms(*bad->root));
  bench.checker.report_violations(bench.checked.findings);
  REQUIRE(bench.checked.findings.list().size() == 1);
  CHECK(bench.checked.findings.list().front().pointer == "/servers");
}

}  // namespace
}  // namespace trunklift
