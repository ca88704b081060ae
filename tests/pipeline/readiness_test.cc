// How ready documents and accounts are.
#include "pipeline/readiness.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "support.h"

namespace trunklift {
namespace {

constexpr Rule blocking{.id = "TL0901", .effect = Effect::block};
constexpr Rule repairable{
    .id = "TL0902", .effect = Effect::block, .fix = Fix::safe};
constexpr Rule dropping{
    .id = "TL0903", .severity = Severity::warning, .effect = Effect::drop};
constexpr Rule rewriting{
    .id = "TL0904", .severity = Severity::warning, .effect = Effect::rewrite};
constexpr Rule noted{
    .id = "TL0905", .severity = Severity::info, .effect = Effect::drop};
constexpr Rule harmless{.id = "TL0906", .effect = Effect::none};
const Rule* const rules[] = {&blocking,  &repairable, &dropping,
                             &rewriting, &noted,      &harmless};

std::vector<Mark> marks(std::initializer_list<const Rule*> found) {
  Findings findings;
  for (const Rule* rule : found) findings.add(*rule, "", "");
  return marks_of(findings.list());
}

struct Version {
  std::string account, document;
  std::uint64_t revision;
  bool deleted;
  std::vector<Mark> marks;
};

// "clean 1 fixable 0 ...; account ready rule...; rule accounts/alone"
std::string settled(const std::vector<Version>& versions,
                    std::size_t memory = 1 << 20) {
  ReadinessCount count(memory);
  for (const Version& version : versions) {
    count.add(version.account, hash128(version.document),
              {version.revision, 0, 0}, version.deleted, version.marks);
  }
  std::vector<std::string> accounts;
  const Readiness is =
      count.finish(rules, [&](const AccountReadiness& account) {
        std::string line = account.account_id + " " +
                           std::string(ready_name(account.ready)) + " " +
                           std::to_string(account.documents);
        for (const Rule* rule : account.rules)
          line += " " + std::string(rule->id);
        accounts.push_back(line);
      });
  std::sort(accounts.begin(), accounts.end());
  std::string out;
  for (const std::uint64_t number : is.accounts) {
    out += std::to_string(number) + " ";
  }
  out += "/";
  for (const std::uint64_t number : is.documents) {
    out += " " + std::to_string(number);
  }
  for (const std::string& line : accounts) out += "; " + line;
  for (const auto& [rule, all, alone] : is.blockers) {
    out += "; " + std::string(rule->id) + " " + std::to_string(all) + " " +
           std::to_string(alone);
  }
  return out;
}

TEST_CASE("findings tell how ready a document is") {
  CHECK(marks({&harmless, &noted}).empty());
  CHECK(settled({{"a", "1", 1, false, {}}}) == "1 0 0 0 / 1 0 0 0");
  CHECK(settled({{"a", "1", 1, false, marks({&rewriting, &rewriting})}}) ==
        "0 1 0 0 / 0 1 0 0; a fixable 1 TL0904");
  CHECK(settled({{"a", "1", 1, false, marks({&rewriting, &dropping})}}) ==
        "0 0 1 0 / 0 0 1 0; a lossy 1 TL0903");
  CHECK(settled({{"a", "1", 1, false, marks({&dropping, &blocking})}}) ==
        "0 0 0 1 / 0 0 0 1; a blocked 1 TL0901; TL0901 1 1");
}

TEST_CASE("what rejects a document and can be repaired blocks, too") {
  CHECK(settled({{"a", "1", 1, false, marks({&repairable})}}) ==
        "0 1 0 0 / 0 1 0 0; a fixable 1 TL0902; TL0902 1 1");
}

TEST_CASE("an account is as ready as the least of its documents") {
  CHECK(settled({{"a", "1", 1, false, {}},
                 {"b", "2", 1, false, marks({&blocking})},
                 {"a", "3", 1, false, marks({&rewriting})},
                 {"b", "4", 1, false, marks({&repairable})},
                 {"c", "5", 1, false, marks({&blocking})}}) ==
        "0 1 0 2 / 1 2 0 2; a fixable 2 TL0904; b blocked 2 TL0901; "
        "c blocked 1 TL0901; TL0901 2 1; TL0902 1 0");
}

TEST_CASE("the latest version of a document counts, in any order") {
  std::vector<Version> versions = {{"a", "1", 2, false, {}},
                                   {"a", "1", 1, false, marks({&blocking})},
                                   {"a", "2", 3, true, {}},
                                   {"a", "2", 2, false, marks({&dropping})},
                                   {"b", "3", 1, true, {}}};
  for (int turn = 0; turn < 5; ++turn) {
    std::rotate(versions.begin(), versions.begin() + 1, versions.end());
    for (const std::size_t memory : {std::size_t{64}, std::size_t{1} << 20}) {
      CHECK(settled(versions, memory) == "1 0 0 0 / 1 0 0 0");
    }
  }
}

TEST_CASE("what shows later is of the version that counts") {
  ReadinessCount count(1 << 20);
  count.add_late("a", hash128("1"), marks({&blocking}));
  count.add("a", hash128("1"), {2, 0, 0}, false, {});
  count.add_late("b", hash128("2"), marks({&blocking}));
  count.add("b", hash128("2"), {2, 0, 0}, true, {});
  const Readiness is = count.finish(rules, [](const AccountReadiness&) {});
  CHECK(is.accounts[static_cast<std::size_t>(Ready::blocked)] == 1);
  CHECK(is.blockers.size() == 1);
}

}  // namespace
}  // namespace trunklift
