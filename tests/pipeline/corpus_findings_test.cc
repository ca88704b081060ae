// Findings that come at the end, document by document though they come mixed.
#include "pipeline/corpus_findings.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace trunklift {
namespace {

constexpr Rule one{.id = "TL0001", .slug = "one"};
constexpr Rule two{.id = "TL0002", .slug = "two"};

// "account/document rule pointer message +more"
std::string words(const Subject& subject, const Finding& finding) {
  std::string out(subject.account_id);
  out += '/' + std::string(subject.document_id) + ' ';
  out += std::string(subject.input) + ':' + std::to_string(subject.origin.line);
  out += ' ' + std::string(severity_name(finding.severity)) + ' ';
  out += std::string(finding.rule->id) + ' ' + finding.pointer + ' ' +
         finding.message + ' ' + finding.discriminator;
  return out;
}

TEST_CASE("late findings are listed in their order, so many of a document") {
  std::mt19937 random(7);
  for (const std::size_t memory : {std::size_t{600}, std::size_t{1} << 20}) {
    for (const std::uint64_t most : {1U, 3U, 1000U}) {
      CorpusFindings late(memory, most);
      std::vector<std::string> expected;
      std::map<std::string, std::pair<std::uint64_t, std::size_t>> groups;
      std::map<std::size_t, std::uint64_t> more;
      for (int i = 0; i < 2000; ++i) {
        const std::string document = std::to_string(random() % 7);
        const std::uint64_t line = random() % 2 + 1;
        Finding finding;
        finding.rule = random() % 3 ? &one : &two;
        finding.severity = random() % 2 ? Severity::error : Severity::info;
        finding.pointer = "/" + std::to_string(i);
        finding.message = std::string(random() % 50, 'm');
        finding.discriminator = std::to_string(random() % 5);
        const Subject subject{"acc", document, "in", {0, 10 * line, line}};
        late.add(subject, finding);
        auto& [found, last] = groups[document + " " + std::to_string(line) +
                                     finding.rule->slug.data() +
                                     severity_name(finding.severity).data()];
        if (++found > most) {
          ++more[last];
        } else {
          last = expected.size();
          expected.push_back(words(subject, finding));
        }
      }
      for (const auto& [at, count] : more) {
        expected[at] += " +" + std::to_string(count);
      }
      std::vector<std::string> listed;
      late.for_each([&](const Subject& subject, const Finding& finding) {
        listed.push_back(words(subject, finding));
        if (finding.more > 0) {
          listed.back() += " +" + std::to_string(finding.more);
        }
      });
      CHECK(listed == expected);
    }
  }
}

TEST_CASE("without late findings there is nothing to list") {
  CorpusFindings late(1 << 20, 5);
  int listed = 0;
  late.for_each([&](const Subject&, const Finding&) { ++listed; });
  CHECK(listed == 0);
}

}  // namespace
}  // namespace trunklift
