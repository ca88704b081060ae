// The table of report formats, and the fingerprint.
#include "report/report.h"

#include <algorithm>

#include "base/hash.h"

namespace trunklift {

#define REPORT_FORMAT(name, is_data, summary) \
  std::unique_ptr<Report> open_##name##_report(const ReportSetting&);
#include "report/formats.def"
#undef REPORT_FORMAT

namespace {
const ReportFormat formats[] = {
#define REPORT_FORMAT(name, is_data, summary) \
  {#name, is_data, summary, open_##name##_report},
#include "report/formats.def"
#undef REPORT_FORMAT
};
}  // namespace

std::span<const ReportFormat> report_formats() { return formats; }

const ReportFormat* find_report_format(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(formats), std::end(formats),
                   [&](const auto& format) { return format.name == name; });
  return found == std::end(formats) ? nullptr : found;
}

Hash128 fingerprint_of(const Subject& subject, const Finding& finding) {
  return FieldHash()
      .add(subject.account_id)
      .add(subject.document_id)
      .add(finding.rule->id)
      .add(finding.pointer)
      .add(finding.discriminator)
      .finish();
}

std::string fingerprint(const Subject& subject, const Finding& finding) {
  return fingerprint_of(subject, finding).hex();
}

}  // namespace trunklift
