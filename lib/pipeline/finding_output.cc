// The policy decides before the cap, so suppressed findings do not take the
// place of others.
#include "pipeline/finding_output.h"

#include <span>

#include "base/shortened.h"
#include "report/rejects.h"

namespace trunklift {

std::string_view FindingOutput::input_name(std::uint32_t input) {
  if (input != named_input_) {
    named_input_ = input;
    input_name_ = shown_input(plan_.inputs->get(input).name);
  }
  return input_name_;
}

void FindingOutput::add(const Processed& document, Findings& findings,
                        ProcessedBatch& batch) {
  std::string account, id;
  const Subject subject{shown(document.identity.account_id, account),
                        shown(document.identity.document_id, id),
                        input_name(document.blob.origin.input),
                        document.blob.origin};
  findings.keep_if([&](Finding& finding) {
    const Policy::Verdict verdict = plan_.policy
                                        ? plan_.policy->judge(subject, finding)
                                        : Policy::Verdict::shown;
    ++batch.tally.verdicts[static_cast<std::size_t>(verdict)];
    return verdict == Policy::Verdict::shown;
  });
  const std::span<const Finding> shown = findings.list();
  if (shown.empty()) return;
  for (const Finding& finding : shown) batch.tally.add(finding);
  const std::span<const Finding> listed = cap_.of(shown, plan_.most_of_rule);
  for (std::size_t i = 0; i < plan_.reports.size(); ++i) {
    const auto& [report, capped] = plan_.reports[i];
    ReportPart& part = batch.rendered[i];
    const std::size_t before = part.bytes();
    report->document(part, subject, capped ? listed : shown);
    batch.bytes += part.bytes() - before;
  }
}

std::string FindingOutput::reasons(const Findings& findings) {
  return reasons_json(cap_.of(findings.list(), most_reasons_of_rule));
}

}  // namespace trunklift
