// trunklift undo: takes back what a run did to a PostgreSQL target.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "base/shortened.h"
#include "base/text.h"
#include "command.h"
#include "options/compiled_plan.h"
#include "run/output.h"
#include "run/progress.h"
#include "sink/postgres.h"

namespace trunklift {
namespace {

constexpr std::size_t most_listed = 20;

}  // namespace

int run_undo(const Settings& settings) {
  Progress progress(settings.progress, settings.quiet, 0);
  const postgres::Undone done = postgres::undo(
      {settings.to.place, settings.target_schema}, settings.inputs.front(),
      {TRUNKLIFT_VERSION, rules_version(), "[]", settings.options_json},
      std::chrono::seconds(settings.retry_for),
      {settings.dry_run,
       [&](std::size_t step, std::size_t all, const std::string& what) {
         progress.say(fmt::format("{} of {}: {}", step + 1, all, what));
       }});
  progress.erase();
  if (done.changed.empty() && settings.dry_run) {
    write_output(fmt::format(
        "run {} would be undone: {} documents would be as before, {} rows "
        "would come back, {} would go\ndry run: nothing was written to the "
        "target\n",
        done.run_id, grouped(done.documents), grouped(done.rows_back),
        grouped(done.rows_gone)));
    return 0;
  }
  if (done.changed.empty()) {
    write_output(fmt::format("run {} is undone: {} documents are as before\n",
                             done.run_id, grouped(done.documents)));
    return 0;
  }
  std::string text =
      fmt::format("trunklift: nothing {}: {} rows were changed since run {}\n",
                  settings.dry_run ? "would be undone" : "was undone",
                  grouped(done.changed.size()), done.run_id);
  const std::size_t listed = std::min(done.changed.size(), most_listed);
  for (std::size_t i = 0; i < listed; ++i) {
    const postgres::ChangedRow& row = done.changed[i];
    text += printable(fmt::format("  {} {} {}: {}", row.table,
                                  shortened(row.account_id), shortened(row.id),
                                  row.why)) +
            '\n';
  }
  if (listed < done.changed.size()) {
    text +=
        fmt::format("  and {} more\n", grouped(done.changed.size() - listed));
  }
  std::fputs(text.c_str(), stderr);
  return 1;
}

}  // namespace trunklift
