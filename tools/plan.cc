// trunklift plan: writes what migrate would do to a PostgreSQL target.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <optional>

#include "base/error.h"
#include "base/part_file.h"
#include "command.h"
#include "output.h"
#include "plan_file.h"
#include "planning.h"
#include "sink/sink.h"

namespace trunklift {
namespace {

// Standard output, or a file that takes its name when the plan is complete.
class PlanOutput {
public:
  explicit PlanOutput(const std::string& path) {
    if (!path.empty()) file_.emplace(path);
  }
  void write(std::string_view text) {
    if (file_) {
      file_->write(text);
    } else {
      write_output(text);
    }
  }
  void commit() {
    if (file_) file_->commit();
  }

private:
  std::optional<PartFile> file_;
};

}  // namespace

int run_plan(const Settings& settings) {
  refuse_prune_of_parts(settings);
  for (const ReportRequest& report : settings.reports) {
    if (!report.path.empty() || !settings.output.empty()) continue;
    throw Error(Exit::usage, "run", "plan",
                "plan and report would both go to standard output",
                "give one of them a file");
  }
  PlanOutput out(settings.output);
  PlannedRun planned;
  planned.each = [&](const PlannedChange& change) {
    out.write(change_line(change));
  };
  const RunOutcome outcome =
      plan_inputs(settings, planned, [&](const RunSource& source) {
        out.write(header_line({.rules = source.rules,
                               .source = source.hash,
                               .inputs = settings.inputs},
                              settings, planned));
      });
  if (outcome.interrupted) return static_cast<int>(outcome.exit);
  out.write(summary_line(planned));
  out.commit();
  if (!settings.quiet) std::fputs(counts_text(planned).c_str(), stderr);
  return static_cast<int>(outcome.exit);
}

}  // namespace trunklift
