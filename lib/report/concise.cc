// The format `concise`: one line for each finding, for grep, editors and
// scripts.
#include <fmt/format.h>

#include "base/text.h"
#include "report/words.h"

namespace trunklift {
namespace {

class ConciseReport : public Report {
public:
  explicit ConciseReport(bool color) : color_(color) {}

  void document(ReportPart& part, const Subject& subject,
                std::span<const Finding> findings) const override {
    std::string& out = part.text;
    std::string place;
    if (!subject.document_id.empty()) {
      place = ' ' + printable(subject.account_id) + '/' +
              printable(subject.document_id);
    }
    for (const Finding& finding : findings) {
      append_printable(out, subject.input);
      out += fmt::format(":{}: ", subject.origin.line);
      append_words(out, finding, place, color_);
    }
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    for (const std::string& words : unread_in_words(summary)) {
      to.write(in_color(Severity::error, color_) + ": " + words + '\n');
    }
  }

private:
  bool color_;
};

}  // namespace

std::unique_ptr<Report> open_concise_report(const ReportSetting& setting) {
  return std::make_unique<ConciseReport>(setting.color);
}

}  // namespace trunklift
