// trunklift runs: lists the runs that a PostgreSQL target remembers.
#include <fmt/format.h>

#include "base/text.h"
#include "command.h"
#include "run/output.h"
#include "sink/postgres.h"

namespace trunklift {
namespace {

std::string as_json(const postgres::RunRow& run) {
  std::string out = "{";
  const auto text = [&](std::string_view name, std::string_view value) {
    out += fmt::format("{}\"{}\":{}", out.size() > 1 ? "," : "", name,
                       value.empty() ? "null" : shown_json(value));
  };
  const auto count = [&](std::string_view name, std::int64_t value) {
    out += fmt::format(",\"{}\":{}", name, value);
  };
  text("id", run.id);
  text("started", run.started);
  text("duration", run.duration);
  text("status", run.status);
  text("client", run.client);
  text("undoes", run.undoes);
  count("read", run.read);
  count("loaded", run.loaded);
  count("unchanged", run.unchanged);
  count("superseded", run.superseded);
  count("rejected", run.rejected);
  count("skipped", run.skipped);
  count("vanished", run.vanished);
  count("pruned", run.pruned);
  return out + "}\n";
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
