// Findings as JSON, one object a line; the last line is the summary.
#include "base/text.h"
#include "report/report.h"

namespace trunklift {
namespace {

class JsonlReport : public Report {
public:
  explicit JsonlReport(ReportStream& out) : out_(out) {}

  void finding(const Subject& subject, const Finding& finding) override {
    line_ = "{";
    text("rule", finding.rule->id);
    text("slug", finding.rule->slug);
    if (!finding.keyword.empty()) text("keyword", finding.keyword);
    text("severity", severity_name(finding.severity));
    text("pointer", finding.pointer);
    text("input", valid_utf8(subject.input));
    number("line", subject.origin.line);
    number("offset", subject.origin.offset);
    text("account_id", subject.account_id);
    text("document_id", subject.document_id);
    text("message", finding.message);
    text("fingerprint", fingerprint(subject, finding));
    line_ += "}\n";
    out_.write(line_);
  }

  void finish(const RunSummary& summary) override {
    line_ = "{\"summary\":{";
    counts("balance", summary.balance);
    line_ += ",\"balanced\":";
    line_ += summary.balanced ? "true" : "false";
    counts("kinds", summary.kinds);
    counts("findings", summary.severities);
    counts("rules", summary.rules);
    line_ += "}}\n";
    out_.write(line_);
  }

private:
  void key(std::string_view name) {
    if (line_.back() != '{') line_ += ',';
    append_json_string(line_, name);
    line_ += ':';
  }
  void text(std::string_view name, std::string_view value) {
    key(name);
    append_json_string(line_, value);
  }
  void number(std::string_view name, std::uint64_t value) {
    key(name);
    line_ += std::to_string(value);
  }
  void counts(std::string_view name,
              const std::vector<RunSummary::Count>& list) {
    key(name);
    line_ += '{';
    for (const RunSummary::Count& count : list) number(count.name, count.value);
    line_ += '}';
  }

  ReportStream& out_;
  std::string line_;
};

}  // namespace

std::unique_ptr<Report> open_jsonl_report(ReportStream& out, bool /*color*/) {
  return std::make_unique<JsonlReport>(out);
}

}  // namespace trunklift
