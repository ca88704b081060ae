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
    append_printable(out, subject.input);
    out += ':';
    out += fmt::format_int(subject.origin.line).c_str();
    out += ": ";
    append_severity(out, finding.severity);
    out += ' ';
    out += finding.rule->id;
    out += ' ';
    out += finding.rule->slug;
    if (!subject.document_id.empty()) {
      out += ' ';
      append_printable(out, subject.account_id);
      out += '/';
      append_printable(out, subject.document_id);
    }
    if (!finding.pointer.empty()) {
      out += ' ';
      append_printable(out, finding.pointer);
    }
    out += ": ";
    append_printable(out, finding.message);
    out += '\n';
  }

  void finish(std::string& out, const RunSummary& summary) const override {
    if (!summary.rules.empty()) out += '\n';
    for (const RunSummary::Count& count : summary.rules) {
      out += fmt::format("{:>12}  {}\n", grouped(count.value), count.name);
    }
  }

private:
  void append_severity(std::string& out, Severity severity) const {
    const std::string_view name = severity_name(severity);
    if (!color_) {
      out += name;
      return;
    }
    const int code = severity == Severity::error     ? 31
                     : severity == Severity::warning ? 33
                                                     : 36;
    out += fmt::format("\x1b[{}m{}\x1b[0m", code, name);
  }

  bool color_;
};

}  // namespace

std::unique_ptr<Report> open_text_report(bool color) {
  return std::make_unique<TextReport>(color);
}

}  // namespace trunklift
