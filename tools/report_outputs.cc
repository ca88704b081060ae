// The reports of a run, and the files that they and the rejects go to.
#include "report_outputs.h"

#include <optional>

#include "base/part_file.h"
#include "base/time.h"
#include "output.h"
#include "policy/baseline.h"
#include "style.h"

namespace trunklift {

class OutputStream : public ReportStream {
public:
  explicit OutputStream(const std::string& path) {
    if (!path.empty()) file_.emplace(path);
  }
  void write(std::string_view text) override {
    buffer_ += text;
    if (buffer_.size() >= flush_at) flush();
  }
  void commit() {
    flush();
    if (file_) file_->commit();
  }

private:
  static constexpr std::size_t flush_at = std::size_t{1} << 16;

  void flush() {
    if (file_) {
      file_->write(buffer_);
    } else {
      write_output(buffer_);
    }
    buffer_.clear();
  }

  std::string buffer_;
  std::optional<PartFile> file_;
};

OutputStream* ReportOutputs::open(const std::string& path) {
  return streams_.emplace_back(std::make_unique<OutputStream>(path)).get();
}

ReportOutputs::ReportOutputs(const Settings& settings,
                             const RuleRegistry& registry) {
  const std::string now = iso_now();
  const auto add = [&](std::unique_ptr<Report> report, OutputStream* stream) {
    outputs_.push_back({report.get(), stream});
    reports_.push_back(std::move(report));
  };
  for (const ReportRequest& request : settings.reports) {
    const bool color = request.path.empty() && use_color(settings.color, 1);
    OutputStream* stream = open(request.path);
    add(find_report_format(request.format)
            ->open({color, registry.all(), TRUNKLIFT_VERSION, now}),
        stream);
  }
  if (!settings.write_baseline.empty()) {
    baseline_ = open(settings.write_baseline);
    add(open_baseline_report(), baseline_);
  }
  if (!settings.rejects.empty()) rejects_ = open(settings.rejects);
}

ReportOutputs::~ReportOutputs() = default;

std::vector<Run::Parts::Output> ReportOutputs::all() const { return outputs_; }

std::vector<const Report*> ReportOutputs::reports() const {
  std::vector<const Report*> out;
  for (const auto& report : reports_) out.push_back(report.get());
  return out;
}

ReportStream* ReportOutputs::rejects() const { return rejects_; }

void ReportOutputs::commit(bool complete) {
  for (const auto& stream : streams_) {
    if (stream.get() != baseline_ || complete) stream->commit();
  }
}

}  // namespace trunklift
