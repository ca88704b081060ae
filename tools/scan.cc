// What check and migrate share: reading, processing, reporting, the end.
#include "scan.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/part_file.h"
#include "base/text.h"
#include "output.h"
#include "pipeline/pipeline.h"
#include "pipeline/run.h"
#include "plan.h"
#include "progress.h"
#include "report/report.h"
#include "source/reader.h"
#include "source/splitter.h"
#include "style.h"

namespace trunklift {
namespace {

// Standard output, or a file that takes its name when the run ends well.
class Stream : public ReportStream {
public:
  explicit Stream(const std::string& path) {
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

// The streams and reports of a run, in the order in which they were asked for.
class Reports {
public:
  explicit Reports(const Settings& settings) {
    for (const ReportRequest& request : settings.reports) {
      Stream& stream =
          *streams_.emplace_back(std::make_unique<Stream>(request.path));
      const bool color = request.path.empty() && use_color(settings.color, 1);
      reports_.push_back(find_report_format(request.format)->open(color));
      report_streams_.push_back(&stream);
    }
    if (!settings.rejects.empty()) {
      rejects_ =
          streams_.emplace_back(std::make_unique<Stream>(settings.rejects))
              .get();
    }
  }
  const std::vector<ReportStream*>& streams() const { return report_streams_; }
  std::vector<const Report*> all() const {
    std::vector<const Report*> out;
    for (const auto& report : reports_) out.push_back(report.get());
    return out;
  }
  ReportStream* rejects() const { return rejects_; }
  void commit() {
    for (const auto& stream : streams_) stream->commit();
  }

private:
  std::vector<std::unique_ptr<Stream>> streams_;
  std::vector<std::unique_ptr<Report>> reports_;
  std::vector<ReportStream*> report_streams_;
  Stream* rejects_ = nullptr;
};

// The file itself, whatever it is called, or the name that a new one will have;
// "" for devices and pipes.
std::string identity_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) {
    return std::filesystem::absolute(path).lexically_normal().string();
  }
  if (!S_ISREG(status.st_mode)) return {};
  return fmt::format("{}:{}", status.st_dev, status.st_ino);
}

bool is_rejects_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string start(reject_note.size(), ' ');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return file && start == reject_note;
}

// No output may take the place of an input or of another output. A rejects file
// that is fed back may: what is left of it takes its place.
void refuse_overwriting(const Settings& settings, const InputList& list) {
  std::set<std::string> inputs;
  for (const Input& input : list.inputs) {
    if (input.name != "-") inputs.insert(identity_of(input.name));
  }
  std::set<std::string> outputs;
  const auto claim = [&](const std::string& path, bool may_be_input) {
    const std::string identity = path.empty() ? path : identity_of(path);
    if (identity.empty()) return;
    if (!outputs.insert(identity).second) {
      throw Error(Exit::usage, "write", path, "it is another output as well");
    }
    if (inputs.contains(identity) && !may_be_input) {
      throw Error(Exit::usage, "write", path, "it is an input",
                  "name another file");
    }
  };
  if (settings.to.scheme == "sqlite") claim(settings.to.place, false);
  for (const ReportRequest& report : settings.reports) {
    claim(report.path, false);
  }
  claim(settings.rejects, is_rejects_file(settings.rejects));
}

RunInfo run_info(const Settings& settings, const InputList& list) {
  std::string inputs = "[";
  for (const Input& input : list.inputs) {
    if (inputs.size() > 1) inputs += ',';
    append_json_string(inputs, input.name);
  }
  return {TRUNKLIFT_VERSION, rules_version(), inputs + "]",
          settings.options_json};
}

void complain(const InputProblem& problem) {
  std::fputs(fmt::format("trunklift: cannot read {}: {}\n", problem.name,
                         problem.reason)
                 .c_str(),
             stderr);
}

std::string listed(const std::vector<RunSummary::Count>& counts,
                   std::string_view separator) {
  std::string out;
  for (const RunSummary::Count& count : counts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : separator, count.name,
                       grouped(count.value));
  }
  return out;
}

// "read 7 = loaded 5 + unchanged 0 + ..."
std::string balance_line(const RunSummary& summary) {
  std::vector<RunSummary::Count> buckets(summary.balance.begin() + 1,
                                         summary.balance.end());
  return fmt::format("read {} = {}", grouped(summary.balance.front().value),
                     listed(buckets, " + "));
}

void print_summary(const RunSummary& summary) {
  std::fputs(
      fmt::format("documents  {}\nfindings   {}\nbalance    {}\n",
                  listed(summary.kinds, ", "), listed(summary.severities, ", "),
                  balance_line(summary))
          .c_str(),
      stderr);
}

bool reaches(FailOn threshold, const Run& run) {
  switch (threshold) {
    case FailOn::never: return false;
    case FailOn::info:
      if (run.findings(Severity::info) > 0) return true;
      [[fallthrough]];
    case FailOn::warning:
      if (run.findings(Severity::warning) > 0) return true;
      [[fallthrough]];
    case FailOn::error: return run.findings(Severity::error) > 0;
  }
  return false;
}

// Where several hold, the one that says most: see ARCHITECTURE.md.
Exit exit_of(const Settings& settings, const Run& run, bool input_failed) {
  if (!run.balance().holds()) return Exit::internal;
  if (interrupted() != 0) return interrupted_exit();
  if (input_failed) return Exit::input;
  return reaches(settings.fail_on, run) ? Exit::findings : Exit::done;
}

}  // namespace

int scan(const Settings& settings, const OpenSink& open_sink) {
  CompiledPlan compiled =
      compile_plan(settings, static_cast<bool>(open_sink));
  const InputList list = expand_inputs(settings.inputs);
  for (const InputProblem& problem : list.problems) complain(problem);
  refuse_overwriting(settings, list);
  Reports reports(settings);
  std::unique_ptr<Sink> sink;
  if (open_sink) sink = open_sink(run_info(settings, list));

  Reader reader(list.inputs);
  compiled.plan.reports = reports.all();
  compiled.plan.inputs = &list.inputs;
  compiled.plan.keep_reasons = sink || reports.rejects();
  Run run({&compiled.plan, &list.inputs, reports.streams(), sink.get(),
           reports.rejects(),
           settings.memory > 0 ? settings.memory : Run::default_memory});
  Progress progress(settings.progress, settings.quiet, list.total_bytes);
  run_pipeline(
      reader, compiled.plan, settings.jobs,
      [&](const Batch& batch, const ProcessedBatch& result) {
        run.consume(result);
        progress.update(batch.end_offset, run.balance().documents_read());
      },
      [] { return interrupted() != 0; });
  progress.finish();

  const RunSummary summary = run.finish(interrupted() != 0);
  reports.commit();
  for (const InputProblem& problem : reader.problems()) complain(problem);
  const bool nothing = run.balance().documents_read() == 0;
  if (nothing && interrupted() == 0) {
    std::fputs("trunklift: the inputs hold no documents\n", stderr);
  }
  if (!settings.quiet) print_summary(summary);
  if (!summary.balanced) {
    std::fputs("trunklift: internal error: the balance does not hold\n",
               stderr);
  }
  const bool input_failed =
      nothing || !list.problems.empty() || !reader.problems().empty();
  return static_cast<int>(exit_of(settings, run, input_failed));
}

}  // namespace trunklift
