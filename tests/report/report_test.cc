// Reports: lines, fingerprints, what a terminal is spared.
#include "report/report.h"

#include <catch2/catch.hpp>

#include "../pipeline/support.h"
#include "report/rejects.h"

namespace trunklift {
namespace {

constexpr Rule rule{
    .id = "TL0999", .slug = "some-slug", .severity = Severity::warning};

Finding finding_at(std::string pointer, std::string message = "m") {
  return {&rule, Severity::warning,  Effect::none,
          {},    std::move(pointer), std::move(message),
          {}};
}

const Subject subject{"acc", "doc", "in\x1b", {0, 17, 3}};

std::string written(std::string_view format, const Finding& finding,
                    bool color = false) {
  ReportPart out;
  find_report_format(format)
      ->open({.color = color})
      ->document(out, subject, {&finding, 1});
  return out.text;
}

TEST_CASE("a finding is one line of JSON") {
  Finding finding = finding_at("/a\n", "say \"x\"");
  finding.keyword = "type";
  const std::string line = written("jsonl", finding);
  CHECK(line ==
        R"({"rule":"TL0999","slug":"some-slug","keyword":"type",)"
        R"("severity":"warning","pointer":"/a\n","input":"in\u001b",)"
        R"("line":3,"offset":17,"account_id":"acc","document_id":"doc",)"
        R"("message":"say \"x\"","fingerprint":")" +
            fingerprint(subject, finding) + "\"}\n");
}

TEST_CASE("a finding is one line of text, without control characters") {
  CHECK(written("concise", finding_at("/a\r", "m\x07\x7F")) ==
        "in\\x1b:3: warning TL0999 some-slug acc/doc /a\\x0d: m\\x07\\x7f\n");
  CHECK(written("concise", finding_at(""), true) ==
        "in\\x1b:3: \x1b[33mwarning\x1b[0m TL0999 some-slug acc/doc: m\n");
}

TEST_CASE("a fingerprint is of what is said, not of where it was read") {
  const Finding finding = finding_at("/a");
  Subject elsewhere = subject;
  elsewhere.input = "other";
  elsewhere.origin = {4, 5, 6};
  CHECK(fingerprint(elsewhere, finding) == fingerprint(subject, finding));
  CHECK(fingerprint(subject, finding_at("/a", "other words")) ==
        fingerprint(subject, finding));
  CHECK(fingerprint(subject, finding_at("/b")) !=
        fingerprint(subject, finding));
  Finding discriminated = finding;
  discriminated.discriminator = "type";
  CHECK(fingerprint(subject, discriminated) != fingerprint(subject, finding));
  elsewhere.document_id = "docx";
  CHECK(fingerprint(elsewhere, finding) != fingerprint(subject, finding));
}

TEST_CASE("the summary is the last line of JSON") {
  test::Text out;
  find_report_format("jsonl")->open({})->finish(
      out, {{{"read", 2}, {"loaded", 2}},
            {{"sys_info", 2}},
            {{"error", 0}},
            {{&rule, Severity::error, 1}, {&rule, Severity::warning, 3}},
            true});
  CHECK(out.str() ==
        R"({"summary":{"balance":{"read":2,"loaded":2},"balanced":true,)"
        R"("kinds":{"sys_info":2},"findings":{"error":0},)"
        R"("rules":{"TL0999 some-slug":4}}})"
        "\n");
}

TEST_CASE("a reject is a note and the bytes") {
  test::Text out;
  write_reject(out, subject, "parse",
               reasons_json(std::vector{finding_at("/a")}), "{\n\"x\"");
  CHECK(out.str() ==
        R"({"trunklift_reject":{"input":"in\u001b","line":3,"offset":17,)"
        R"("account_id":"acc","document_id":"doc","stage":"parse",)"
        R"("reasons":[{"rule":"TL0999","slug":"some-slug",)"
        R"("severity":"warning","pointer":"/a","message":"m"}]}})"
        "\n{\n\"x\"\n");
  CHECK(reasons_json({}) == "[]");
}

TEST_CASE("unknown formats are not found") {
  CHECK_FALSE(find_report_format("xml"));
  CHECK_FALSE(find_sink_kind("oracle"));
}

}  // namespace
}  // namespace trunklift
