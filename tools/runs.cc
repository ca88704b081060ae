// trunklift runs: lists the runs that a PostgreSQL target remembers.
#include <fmt/format.h>

#include "base/json_writer.h"
#include "command.h"
#include "run/output.h"
#include "sink/postgres.h"

namespace trunklift {
namespace {

std::string as_json(const postgres::RunRow& run) {
  std::string out;
  JsonWriter(out)
      .object()
      .text_or_null("id", run.id)
      .text_or_null("started", run.started)
      .text_or_null("duration", run.duration)
      .text_or_null("status", run.status)
      .text_or_null("client", run.client)
      .text_or_null("undoes", run.undoes)
      .number("read", run.read)
      .number("loaded", run.loaded)
      .number("unchanged", run.unchanged)
      .number("superseded", run.superseded)
      .number("rejected", run.rejected)
      .number("skipped", run.skipped)
      .number("vanished", run.vanished)
      .number("pruned", run.pruned)
      .end_object()
      .end_line();
  return out;
}

std::string as_text(const postgres::RunRow& run) {
  const auto count = [](std::int64_t value) {
    return grouped(static_cast<std::uint64_t>(value));
  };
  std::string out = fmt::format("{}  {}  {}  {}\n", run.id, run.started,
                                run.duration, run.status);
  if (!run.undoes.empty()) return out + "  takes back " + run.undoes + "\n";
  out += fmt::format(
      "  read {} = loaded {} + unchanged {} + superseded {} + rejected {} + "
      "skipped {}\n",
      count(run.read), count(run.loaded), count(run.unchanged),
      count(run.superseded), count(run.rejected), count(run.skipped));
  if (run.vanished + run.pruned == 0) return out;
  return out + fmt::format("  not read: vanished {}, pruned {}\n",
                           count(run.vanished), count(run.pruned));
}

}  // namespace

int run_runs(const Settings& settings) {
  for (const postgres::RunRow& run :
       postgres::runs({settings.to.place, settings.target_schema})) {
    write_output(settings.scan_format == ScanFormat::json ? as_json(run)
                                                          : as_text(run));
  }
  return 0;
}

}  // namespace trunklift
