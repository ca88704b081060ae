// trunklift scan: says what is in the inputs, without checking it.
#include <cstdio>
#include <limits>
#include <memory>

#include "base/error.h"
#include "base/interrupt.h"
#include "command.h"
#include "options/complaints.h"
#include "pipeline/pipeline.h"
#include "run/output.h"
#include "run/progress.h"
#include "run/scan_output.h"
#include "scan/inventory.h"
#include "source/inputs.h"

namespace trunklift {
namespace {

// Inputs of one argument that are listed without being asked for.
constexpr std::size_t few = 20;
constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

}  // namespace

int run_scan(const Settings& settings) {
  Inputs inputs(settings.inputs, {settings.max_expansion, {}},
                {.largest_document = settings.max_document});
  Inventory inventory(settings.inputs, settings.all ? all : few,
                      inputs.names());
  Progress progress(settings.progress, settings.quiet, inputs.total_bytes());
  run_pipeline<SurveyedBatch>(
      [&] { return inputs.next(); }, settings.jobs,
      [&] { return std::make_unique<Surveyor>(settings.max_depth); },
      [&](const Batch& batch, const SurveyedBatch& surveyed, bool) {
        inventory.consume(batch, surveyed);
        progress.update(batch.end_offset, inventory.documents());
      },
      [] { return interrupted() != 0; });
  progress.finish();
  const SourceStatus status = inputs.status();
  inventory.finish(status.rest);

  write_output(settings.scan_format == ScanFormat::json
                   ? inventory_json(inventory, status.problems)
                   : inventory_text(inventory));
  const bool inputs_failed =
      complain_of_inputs(settings, status, inventory.documents());
  if (interrupted() != 0) {
    std::fputs("trunklift: interrupted: not all inputs were read\n", stderr);
    return static_cast<int>(interrupted_exit());
  }
  return static_cast<int>(inputs_failed ? Exit::input : Exit::done);
}

}  // namespace trunklift
