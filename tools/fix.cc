// trunklift fix: writes repaired legacy documents.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <memory>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/line_diff.h"
#include "base/text.h"
#include "command.h"
#include "fix/fixer.h"
#include "options/compiled_plan.h"
#include "options/complaints.h"
#include "pipeline/pipeline.h"
#include "run/output_files.h"
#include "run/output_stream.h"
#include "run/progress.h"
#include "run/style.h"
#include "source/inputs.h"

namespace trunklift {
namespace {

void print_summary(const FixCounts& counts) {
  std::string text = fmt::format(
      "documents  read {} = repaired {} + in part {} + unchanged {} + "
      "without a repair {} + unreadable {}\n",
      grouped(counts.read), grouped(counts.repaired), grouped(counts.in_part),
      grouped(counts.unchanged), grouped(counts.left),
      grouped(counts.unreadable));
  auto repairs = counts.repairs.list();
  std::sort(repairs.begin(), repairs.end(), [](const auto& a, const auto& b) {
    return a.first->id < b.first->id;
  });
  std::string_view head = "repairs";
  for (const auto& [rule, count] : repairs) {
    text += fmt::format("{:<11}{} {} {}\n", head, rule->id, rule->slug,
                        grouped(count));
    head = "";
  }
  if (counts.missing > 0) {
    text += fmt::format("left out   {} without a document\n",
                        grouped(counts.missing));
  }
  if (counts.given_up > 0) {
    text += fmt::format(
        "given up   {} of those without a repair: it would bring up something "
        "else\n",
        grouped(counts.given_up));
  }
  std::fputs(text.c_str(), stderr);
}

}  // namespace

int run_fix(const Settings& settings) {
  const CompiledPlan compiled = compile_plan(settings, false);
  const OutputFiles outputs(settings);
  outputs.refuse_overwriting(settings);

  Inputs inputs(settings.inputs,
                {settings.max_expansion, outputs.written_paths()},
                {.largest_document = settings.max_document});
  const Plan check = compiled.plan.of_inputs(inputs.names());
  const FixPlan plan{&check, settings.lossy, settings.diff};
  OutputStream out(settings.output, FileMode::secret);
  const bool color =
      settings.diff && settings.output.empty() && use_color(settings.color, 1);
  FixCounts counts;
  Progress progress(settings.progress, settings.quiet, inputs.total_bytes());
  run_pipeline<FixedBatch>(
      [&] { return inputs.next(); }, settings.jobs,
      [&] { return std::make_unique<Fixer>(plan); },
      [&](const Batch& batch, const FixedBatch& fixed, bool last) {
        out.write(color ? colored_diff(fixed.text) : fixed.text);
        counts.add(fixed.counts);
        if (last) progress.update(batch.end_offset, counts.read);
      },
      [] { return interrupted() != 0; });
  progress.finish();

  const bool inputs_failed =
      complain_of_inputs(settings, inputs.status(), counts.read);
  if (interrupted() != 0) {
    std::fputs("trunklift: interrupted: not all inputs were read\n", stderr);
    return static_cast<int>(interrupted_exit());
  }
  if (counts.oversized > 0) {
    std::fputs(fmt::format("trunklift: {} documents are larger than "
                           "--max-document, and were not read\n",
                           grouped(counts.oversized))
                   .c_str(),
               stderr);
  }
  // A file that lacks documents would be taken for all of them.
  const bool lacks_some = inputs_failed || counts.oversized > 0;
  if (lacks_some && !settings.output.empty()) {
    std::fputs(
        fmt::format("trunklift: {} was not written\n", settings.output).c_str(),
        stderr);
  } else {
    out.commit();
  }
  if (!settings.quiet) print_summary(counts);
  return static_cast<int>(lacks_some ? Exit::input : Exit::done);
}

}  // namespace trunklift
