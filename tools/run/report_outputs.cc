// The reports of a run, and the files that they and the rejects go to.
#include "run/report_outputs.h"

#include <algorithm>
#include <exception>

#include "base/error.h"
#include "base/time.h"
#include "policy/baseline.h"
#include "run/style.h"

namespace trunklift {

OutputStream* ReportOutputs::open(const std::string& path, FileMode mode) {
  return streams_
      .emplace_back(std::make_unique<OutputStream>(path, mode, when_failing_))
      .get();
}

ReportOutputs::ReportOutputs(const Settings& settings,
                             const RuleRegistry& registry, bool has_target) {
  const std::string now = iso_now();
  if (has_target) {
    when_failing_ = OutputStream::Failing::at_the_end;
  } else if (!settings.rejects.empty() || !settings.write_baseline.empty() ||
             std::any_of(
                 settings.reports.begin(), settings.reports.end(),
                 [](const auto& report) { return !report.path.empty(); })) {
    when_failing_ = OutputStream::Failing::without_one;
  }
  const auto add = [&](std::unique_ptr<Report> report, OutputStream* stream,
                       bool capped) {
    planned_.emplace_back(report.get(), capped);
    outputs_.push_back({report.get(), stream});
    reports_.push_back(std::move(report));
  };
  for (const ReportRequest& request : settings.reports) {
    const bool color = request.path.empty() && use_color(settings.color, 1);
    OutputStream* stream = open(request.path, FileMode::shared);
    const ReportFormat& format = *find_report_format(request.format);
    add(format.open({color, registry.all(), TRUNKLIFT_VERSION, now}), stream,
        settings.max_per_rule || !format.is_data);
  }
  if (!settings.write_baseline.empty()) {
    baseline_ = open(settings.write_baseline, FileMode::shared);
    add(open_baseline_report(), baseline_, false);
  }
  if (!settings.rejects.empty())
    rejects_ = open(settings.rejects, FileMode::secret);
}

std::vector<Run::Parts::Output> ReportOutputs::all() const { return outputs_; }

std::vector<PlannedReport> ReportOutputs::reports() const { return planned_; }

ReportStream* ReportOutputs::rejects() const { return rejects_; }

void ReportOutputs::commit(bool complete) {
  std::exception_ptr failure;
  for (const auto& stream : streams_) {
    if (stream.get() == baseline_ && !complete) continue;
    try {
      stream->commit();
    } catch (const Error&) {
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

bool ReportOutputs::was_cut() const {
  return std::any_of(streams_.begin(), streams_.end(),
                     [](const auto& stream) { return stream->was_cut(); });
}

}  // namespace trunklift
