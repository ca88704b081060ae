// Rules that are not called for a document would find nothing in it.
#include "check/document_rules.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "generate/generator.h"
#include "parse/parser.h"
#include "rules.h"

namespace trunklift {
namespace {

struct Text : generate::Output {
  void write(std::string_view bytes) override { text += bytes; }
  std::string text;
};

std::string dump(std::uint64_t seed) {
  Text out;
  generate::write_dump({2000, seed, 1}, out);
  return out.text;
}

std::string fixtures() {
  std::string out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(TRUNKLIFT_SOURCE_DIR) / "fixtures/rules")) {
    const auto type = entry.path().extension();
    if (type != ".json" && type != ".ndjson") continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    std::string document = text.str();
    if (type == ".json")
      std::replace(document.begin(), document.end(), '\n', ' ');
    out += document + '\n';
  }
  return out;
}

// The rules that found something, each of them called for every document.
std::set<std::string_view> found_by(const std::string& lines) {
  std::set<std::string_view> out;
  const RuleSet rules = rules::all();
  Parser parser;
  std::istringstream in(lines);
  for (std::string line; std::getline(in, line);) {
    const Value* root = parser.parse_copy(line);
    if (!root || !root->is(Type::object)) continue;
    const LevelKeys keys = level_keys(*root);
    for (const auto list : {rules.written, rules.document}) {
      for (const DocumentRule* rule : list) {
        Findings findings;
        SharedFacts shared;
        DocumentReport report(rule->rule, keys, shared, findings, {});
        rule->check(*root, report);
        if (findings.list().empty()) continue;
        INFO(rule->rule.slug << ": " << line);
        CHECK(needs_of(*rule).are_met_by(keys));
        out.insert(rule->rule.slug);
      }
    }
  }
  return out;
}

TEST_CASE("a rule finds nothing in a document without what it needs") {
  std::set<std::string_view> found = found_by(fixtures());
  found.merge(found_by(dump(5)));
  const RuleSet rules = rules::all();
  for (const auto list : {rules.written, rules.document}) {
    for (const DocumentRule* rule : list) {
      INFO(rule->rule.slug << " found nothing anywhere");
      CHECK(found.contains(rule->rule.slug));
    }
  }
}

std::string met(const Needs& needs, const std::string& document) {
  Parser parser;
  return needs.are_met_by(level_keys(*parser.parse_copy(document))) ? "met"
                                                                    : "not met";
}

TEST_CASE("what a rule needs is what it looks at") {
  const std::string everything =
      R"({"a":1,"account":{"b":1},"servers":[{"c":1,"auth":{"d":1},)"
      R"("options":{"e":1},"DIDs":{"+14155550101":{"f":1}}}]})";
  for (const char* pattern :
       {"/a", "/account/b", "/servers/*/c", "/servers/*/auth/d",
        "/servers/*/options/e", "/servers/*/DIDs/*/f", "/a/x/y",
        "/servers/*/options/e/*", "/x /servers/*/DIDs/*/f/g", "/x /a", "/a /x",
        "/account/*", "/servers/*/DIDs/*/*"}) {
    INFO(pattern);
    CHECK(met(needs_at(pattern), everything) == "met");
    CHECK(met(needs_at(pattern), "[]") == "not met");
  }
  for (const char* pattern :
       {"/b", "/account/a", "/servers/*/d", "/servers/*/auth/e",
        "/servers/*/options/f", "/servers/*/DIDs/*/c", "/x/a", "/d /e /f"}) {
    INFO(pattern);
    CHECK(met(needs_at(pattern), everything) == "not met");
  }
  CHECK(met(needs_at(""), everything) == "not met");
}

TEST_CASE("the keys of all servers and numbers are known by level") {
  Parser parser;
  const Value* root = parser.parse_copy(
      R"({"servers":[{"auth":{"ip":"a"},"DIDs":{"+14155550101":{"cnam":1}}},)"
      R"({"enabled":1,"options":{"delay":1},"DIDs":{"+14155550102":{}}}],)"
      R"("account":{"trunks":1}})");
  REQUIRE(root);
  LevelKeys keys = level_keys(*root);
  const auto has = [](std::uint64_t bits, const Key& key) {
    return AnyOf(key).among(bits) != 0;
  };
  CHECK(has(keys.root, "account"));
  CHECK(has(keys.account, "trunks"));
  CHECK(has(keys.server, "enabled"));
  CHECK(has(keys.auth, "ip"));
  CHECK(has(keys.options, "delay"));
  CHECK(has(keys.number, "cnam"));
  CHECK_FALSE(has(keys.options, "ip"));
  CHECK_FALSE(keys.other_number);
  root = parser.parse_copy(R"({"servers":[{"DIDs":{"+4930123456":{}}}]})");
  CHECK(level_keys(*root).other_number);
  // Documents of any shape.
  for (const char* text : {"[]", "{}", R"({"servers":1})", R"({"servers":[1]})",
                           R"({"servers":[{"DIDs":[1],"auth":2}]})"}) {
    keys = level_keys(*parser.parse_copy(text));
    CHECK(keys.number == 0);
    CHECK(keys.auth == 0);
  }
}

}  // namespace
}  // namespace trunklift
