// A verdict asks for the level, then the suppressions, then the baseline.
#include "policy/policy.h"

#include "base/text.h"

namespace trunklift {

Policy::Verdict Policy::judge(const Subject& subject, Finding& finding) const {
  const std::uint16_t rule = number_of(*finding.rule);
  if (rule < levels.size()) {
    const Level& level = levels[rule];
    if (level.off) return Verdict::off;
    if (level.severity) finding.severity = *level.severity;
  }
  if (!suppressions.empty() && suppressions.covers(subject, finding)) {
    return Verdict::suppressed;
  }
  if (baseline && baseline->knows(fingerprint_of(subject, finding))) {
    return Verdict::known;
  }
  return Verdict::shown;
}

void Policy::report(bool complete, const Emit& emit) const {
  const auto about = [&](const std::string& path) {
    return [&emit, name = valid_utf8(path)](std::uint64_t line,
                                            const Finding& finding) {
      emit({"", "", name, {0, 0, line}}, finding);
    };
  };
  suppressions.report(complete, about(suppressions.path()));
  if (baseline && complete) baseline->report_stale(about(baseline->path()));
}

}  // namespace trunklift
