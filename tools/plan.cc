// trunklift plan: writes what migrate would do to a PostgreSQL target.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "base/error.h"
#include "command.h"
#include "run/output_stream.h"
#include "run/plan_file.h"
#include "run/planning.h"
#include "sink/sink.h"

namespace trunklift {
int run_plan(const Settings& settings) {
  refuse_prune_of_parts(settings);
  for (const ReportRequest& report : settings.reports) {
    if (!report.path.empty() || !settings.output.empty()) continue;
    throw Error(Exit::usage, "run", "plan",
                "plan and report would both go to standard output",
                "give one of them a file");
  }
  OutputStream out(settings.output, FileMode::secret,
                   OutputStream::Failing::without_one);
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
  const bool cut = out.was_cut() && outcome.exit == Exit::done;
  return static_cast<int>(cut ? Exit::reader_gone : outcome.exit);
}

}  // namespace trunklift
