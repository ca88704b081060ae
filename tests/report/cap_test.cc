// What a report lists of a document.
#include "report/cap.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace trunklift {
namespace {

constexpr Rule one{.id = "TL0001", .slug = "one"};
constexpr Rule two{.id = "TL0002", .slug = "two"};

std::vector<Finding> findings_of(
    std::initializer_list<std::pair<const Rule*, Severity>> kinds) {
  std::vector<Finding> out;
  for (const auto& [rule, severity] : kinds) {
    Finding& finding = out.emplace_back();
    finding.rule = rule;
    finding.severity = severity;
    finding.pointer = "/" + std::to_string(out.size());
  }
  return out;
}

// "/1 /2+3": of the second there are three more.
std::string listed(const std::vector<Finding>& findings, std::uint64_t most) {
  Cap cap;
  cap.of(findings, 1);  // what was before does not matter
  std::string out;
  for (const Finding& finding : cap.of(findings, most)) {
    out += (out.empty() ? "" : " ") + finding.pointer;
    if (finding.more > 0) out += "+" + std::to_string(finding.more);
  }
  return out;
}

TEST_CASE("the first findings of each rule and severity are listed") {
  const auto findings = findings_of({{&one, Severity::warning},
                                     {&two, Severity::warning},
                                     {&one, Severity::warning},
                                     {&one, Severity::error},
                                     {&one, Severity::warning},
                                     {&two, Severity::warning},
                                     {&one, Severity::warning}});
  CHECK(listed(findings, 0) == "/1 /2 /3 /4 /5 /6 /7");
  CHECK(listed(findings, 1) == "/1+3 /2+1 /4");
  CHECK(listed(findings, 2) == "/1 /2 /3+2 /4 /6");
  CHECK(listed(findings, 3) == "/1 /2 /3 /4 /5+1 /6");
  CHECK(listed(findings, 4) == "/1 /2 /3 /4 /5 /6 /7");
  CHECK(listed(findings, 100) == "/1 /2 /3 /4 /5 /6 /7");
  CHECK(listed({}, 1).empty());
}

}  // namespace
}  // namespace trunklift
