// Records of rules: complete, proven, and as the page has them.
#include "options/rule_registry.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "pages/rule_pages.h"

namespace trunklift {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

bool matches(std::string_view text, const char* pattern) {
  return std::regex_match(std::string(text), std::regex(pattern));
}

TEST_CASE("every rule says all there is to say of it") {
  const RuleRegistry registry;
  std::set<std::string_view> ids, slugs;
  REQUIRE(registry.all().size() > 70);
  for (const Rule* rule : registry.all()) {
    INFO(rule->id << " " << rule->slug);
    CHECK(matches(rule->id, "TL0[0-4][0-9]{2}"));
    CHECK(matches(rule->slug, "[a-z][a-z0-9]*(-[a-z0-9]+)*"));
    CHECK(ids.insert(rule->id).second);
    CHECK(slugs.insert(rule->slug).second);
    CHECK(matches(rule->since, "[0-9]+\\.[0-9]+"));
    CHECK(matches(rule->group, "[a-z]+"));
    CHECK(matches(rule->looks_at, "(/[^ ]*( /[^ ]*)*)?"));
    for (const std::string_view text :
         {rule->summary, rule->message, rule->why}) {
      CHECK_FALSE(text.empty());
    }
    CHECK(rule->summary.ends_with('.'));
    CHECK(rule->why.ends_with('.'));
    CHECK(rule->why != rule->summary);
    CHECK(matches(rule->cases, "([a-z]+-[a-z0-9]+( [a-z]+-[a-z0-9]+)*)?"));
  }
}

// What calls do was seen on the platform, but for rules about files and what a
// database keeps, and these, which no case is about.
TEST_CASE("a rule about calls names the cases that prove it") {
  const RuleRegistry registry;
  const std::set<std::string_view> about_files = {"document", "target",
                                                  "policy"};
  const std::set<std::string_view> without_case = {"address-private",
                                                   "address-unroutable",
                                                   "codec-unknown",
                                                   "did-length",
                                                   "object-as-list",
                                                   "setting-misplaced",
                                                   "user-never-found",
                                                   "flags-fatal",
                                                   "did-too-short",
                                                   "dids-unassigned",
                                                   "empty-key",
                                                   "failover-to-itself",
                                                   "failover-unusable",
                                                   "limits-as-text",
                                                   "limits-unusable",
                                                   "placeholder-dropped",
                                                   "placeholder-text",
                                                   "trunks-fewer-than-servers",
                                                   "undefined-address",
                                                   "undefined-credentials",
                                                   "undefined-in-context",
                                                   "undefined-setting"};
  for (const Rule* rule : registry.all()) {
    INFO(rule->id << " " << rule->slug << " " << rule->group);
    if (rule->scope != Scope::document || about_files.contains(rule->group)) {
      continue;
    }
    CHECK(rule->cases.empty() == without_case.contains(rule->slug));
  }
}

TEST_CASE("docs/rules.md is what trunklift rules prints") {
  const RuleRegistry registry;
  const fs::path source(TRUNKLIFT_SOURCE_DIR);
  CHECK(text_of(source / "docs/rules.md") == rules_markdown(registry.all()));
}

TEST_CASE("rules are found by id and name, whatever the case") {
  const RuleRegistry registry;
  REQUIRE(registry.find("tl0206"));
  CHECK(registry.find("tl0206")->slug == "address-malformed");
  CHECK(registry.find("Address-Malformed") == registry.find("TL0206"));
  CHECK_FALSE(registry.find("TL9999"));
}

}  // namespace
}  // namespace trunklift
