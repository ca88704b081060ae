// Entries of a report: which text belongs to which finding.
#include "report/part.h"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "../pipeline/support.h"

namespace trunklift {
namespace {

constexpr Rule rule{
    .id = "TL0999", .slug = "some-slug", .severity = Severity::warning};
const Subject subject{"acc", "doc", "in", {0, 17, 3}};

Finding finding_of(Severity severity, std::uint64_t more,
                   std::string message = "m") {
  Finding out;
  out.rule = &rule;
  out.severity = severity;
  out.message = std::move(message);
  out.more = more;
  return out;
}

TEST_CASE("each entry has its own texts, whatever they hold") {
  ReportPart part;
  part.begin(finding_of(Severity::error, 0));
  part.text += "one\n";
  part.begin(finding_of(Severity::info, 41)).fingerprint = {1, 2};
  part.text += std::string_view("a\0b", 3);
  part.split();
  part.text += "\t";
  part.begin(finding_of(Severity::warning, 0));
  std::string seen;
  part.for_each([&](const ReportEntry& entry, std::string_view first,
                    std::string_view second) {
    seen += fmt::format("{} {} {} {} <{}> <{}>;", entry.rule->id,
                        severity_name(entry.severity), entry.stands_for,
                        entry.fingerprint.low, first, second);
  });
  using namespace std::string_view_literals;
  CHECK(seen ==
        "TL0999 error 1 0 <> <one\n>;TL0999 info 42 2 <a\0b> <\t>;"
        "TL0999 warning 1 0 <> <>;"sv);
}

TEST_CASE("a part holds its entries as well as its text") {
  ReportPart part;
  CHECK(part.empty());
  part.begin(finding_of(Severity::error, 0));
  part.text += "12345";
  CHECK_FALSE(part.empty());
  CHECK(part.bytes() == 5 + sizeof(ReportEntry));
  part.clear(0);
  CHECK(part.empty());
  CHECK(part.entries.capacity() == 0);
}

// What passes findings on has no entries to pay for.
TEST_CASE("formats that stream make text alone, others an entry a finding") {
  const std::vector<Finding> findings{finding_of(Severity::error, 0),
                                      finding_of(Severity::info, 3)};
  for (const ReportFormat& format : report_formats()) {
    INFO(format.name);
    ReportPart part;
    format.open({})->document(part, subject, findings);
    const bool streams = format.name == "text" || format.name == "concise" ||
                         format.name == "jsonl";
    CHECK(part.entries.size() == (streams ? 0 : findings.size()));
    CHECK_FALSE(part.text.empty());
  }
}

// Words with what the formats once told entries apart by.
TEST_CASE("totals are of what findings stand for, by severity") {
  const std::vector<Finding> findings{finding_of(Severity::error, 6, "a\nb\tc"),
                                      finding_of(Severity::warning, 0),
                                      finding_of(Severity::error, 0)};
  const Rule* const rules[] = {&rule};
  const auto whole = [&](std::string_view name) {
    const auto report = find_report_format(name)->open({.rules = rules});
    test::Text out;
    for (int i = 0; i < 2; ++i) {
      ReportPart part;
      report->document(part, subject, findings);
      report->take(out, part);
    }
    report->finish(out, {});
    return out.str();
  };
  CHECK(whole("github").ends_with(
      "trunklift: findings: error 16, warning 2, info 0\n"));
  CHECK(whole("sarif").find(R"("found":18,"shown":6,"error":16,"warning":2,)"
                            R"("info":0)") != std::string::npos);
  const std::string junit = whole("junit");
  CHECK(junit.find(R"(name="errors" value="16")") != std::string::npos);
  CHECK(junit.find("and 12 more\n</failure>") != std::string::npos);
  CHECK(junit.find("some-slug: 2 warnings and notes\n") != std::string::npos);
}

}  // namespace
}  // namespace trunklift
