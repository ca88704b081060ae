// Findings for people: a line each, and what they add up to.
#include <fmt/format.h>

#include "base/text.h"
#include "report/report.h"

namespace trunklift {
namespace {

class TextReport : public Report {
public:
  explicit TextReport(bool color) : color_(color) {}

  void finding(std::string& out, const Subject& subject,
               const Finding& finding) const override {
    std::string line = fmt::format(
        "{}:{}: {} {} {}", printable(subject.input), subject.origin.line,
        painted(finding.severity), finding.rule->id, finding.rule->slug);
    if (!subject.document_id.empty()) {
      line += fmt::format(" {}/{}", printable(subject.account_id),
                          printable(subject.document_id));
    }
    if (!finding.pointer.empty()) line += ' ' + printable(finding.pointer);
    out += line + ": " + printable(finding.message) + '\n';
  }

  void finish(std::string& out, const RunSummary& summary) const override {
    if (!summary.rules.empty()) out += '\n';
    for (const RunSummary::Count& count : summary.rules) {
      out += fmt::format("{:>12}  {}\n", grouped(count.value), count.name);
    }
  }

private:
  std::string painted(Severity severity) const {
    const std::string_view name = severity_name(severity);
    if (!color_) return std::string(name);
    const int code = severity == Severity::error     ? 31
                     : severity == Severity::warning ? 33
                                                     : 36;
    return fmt::format("\x1b[{}m{}\x1b[0m", code, name);
  }

  bool color_;
};

}  // namespace

std::unique_ptr<Report> open_text_report(bool color) {
  return std::make_unique<TextReport>(color);
}

}  // namespace trunklift
