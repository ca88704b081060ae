// trunklift migrate: converts documents and writes modern records.
#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "command.h"
#include "run/output.h"
#include "run/plan_file.h"
#include "run/planning.h"
#include "run/process.h"
#include "sink/sink.h"

namespace trunklift {
namespace {

// What was asked for goes to standard output, unless a report does.
void print_counts(const Settings& settings, const PlannedRun& planned) {
  const std::string text =
      counts_text(planned) + "dry run: nothing was written to the target\n";
  if (std::any_of(
          settings.reports.begin(), settings.reports.end(),
          [](const ReportRequest& report) { return report.path.empty(); })) {
    std::fputs(text.c_str(), stderr);
  } else {
    write_output(text);
  }
}

int dry_run(const Settings& settings) {
  if (settings.to.scheme != "postgresql" && settings.to.scheme != "sqlite") {
    throw Error(Exit::usage, "run", "migrate",
                "--dry-run is for targets that a run adds to",
                "name a postgresql or sqlite target");
  }
  PlannedRun planned;
  const RunOutcome outcome = plan_inputs(settings, planned, {});
  print_counts(settings, planned);
  return static_cast<int>(outcome.exit);
}

}  // namespace

int run_migrate(const Settings& settings) {
  refuse_prune_of_parts(settings);
  if (settings.dry_run) return dry_run(settings);
  return process_inputs(
      settings, [&](const RunInfo& run) { return open_target(settings, run); });
}

}  // namespace trunklift
