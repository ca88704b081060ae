// trunklift diff: what has changed between two runs.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "command.h"
#include "output.h"
#include "policy/comparison.h"

namespace trunklift {
namespace {

// What a screen has room for; --all has no limit.
constexpr std::size_t most_listed = 20;
constexpr std::size_t memory = std::size_t{64} << 20;

using Row = std::pair<std::string, Changes>;

// Those that changed most come first.
std::vector<Row> sorted(const std::map<std::string, Changes>& all) {
  std::vector<Row> out(all.begin(), all.end());
  std::stable_sort(out.begin(), out.end(), [](const Row& a, const Row& b) {
    return std::pair(a.second.added, a.second.fixed) >
           std::pair(b.second.added, b.second.fixed);
  });
  return out;
}

std::string table(const std::map<std::string, Changes>& all,
                  std::string_view thing, bool whole, bool unknown) {
  std::string out;
  std::size_t shown = 0, unchanged = 0, more = 0;
  for (const auto& [name, changes] : sorted(all)) {
    if (!changes.any()) {
      ++unchanged;
    } else if (!whole && shown == most_listed) {
      ++more;
    } else {
      if (shown++ == 0) {
        out += fmt::format("\n{:>10} {:>10} {:>10}{}  {}\n", "new", "fixed",
                           "persisting", unknown ? "    unknown" : "", thing);
      }
      out += fmt::format(
          "{:>10} {:>10} {:>10}{}  {}\n", grouped(changes.added),
          grouped(changes.fixed), grouped(changes.persisting),
          unknown ? fmt::format(" {:>10}", grouped(changes.unknown)) : "",
          name.empty() ? "(none)" : printable(name));
    }
  }
  if (more > 0) {
    out += fmt::format("and {} more {}s that changed: --all lists them\n",
                       grouped(more), thing);
  }
  if (unchanged > 0 && shown > 0) {
    out += fmt::format("{} {}{} did not change\n", grouped(unchanged), thing,
                       unchanged == 1 ? "" : "s");
  }
  return out;
}

std::string in_words(const ReportedFinding& finding) {
  return printable(fmt::format(
      "{} {} {} {}/{}{}{}: {}", finding.severity, finding.rule, finding.slug,
      finding.account_id, finding.document_id,
      finding.pointer.empty() ? "" : " ", finding.pointer, finding.message));
}

auto place_of(const ReportedFinding& f) {
  return std::tie(f.account_id, f.document_id, f.rule, f.pointer, f.message);
}

std::string as_text(const Comparison& runs,
                    const std::vector<ReportedFinding>& added, bool whole) {
  const Changes& total = runs.total();
  const bool unknown = total.unknown > 0;
  std::string out =
      fmt::format("new {}, fixed {}, persisting {}{}\n", grouped(total.added),
                  grouped(total.fixed), grouped(total.persisting),
                  unknown ? ", unknown " + grouped(total.unknown) : "");
  out += table(runs.rules(), "rule", whole, unknown);
  out += table(runs.accounts(), "account", whole, unknown);
  if (!added.empty()) out += "\nnew findings\n";
  for (const ReportedFinding& finding : added) {
    out += "  " + in_words(finding) + '\n';
  }
  if (total.added > added.size()) {
    out += fmt::format("  and {} more: --all lists them\n",
                       grouped(total.added - added.size()));
  }
  return out;
}

std::string counts(const Changes& changes) {
  return fmt::format(R"("new":{},"fixed":{},"persisting":{},"unknown":{})",
                     changes.added, changes.fixed, changes.persisting,
                     changes.unknown);
}

std::string list(const std::map<std::string, Changes>& all,
                 std::string_view key) {
  std::string out = "[";
  for (const auto& [name, changes] : sorted(all)) {
    out += fmt::format("{}{{\"{}\":{},{}}}", out.size() > 1 ? "," : "", key,
                       shown_json(name), counts(changes));
  }
  return out + ']';
}

std::string as_json(const Comparison& runs,
                    const std::vector<ReportedFinding>& added) {
  std::string out = fmt::format(
      R"({{{},"rules":{},"accounts":{},"findings":[)", counts(runs.total()),
      list(runs.rules(), "rule"), list(runs.accounts(), "account_id"));
  for (const ReportedFinding& f : added) {
    if (&f != added.data()) out += ',';
    out += fmt::format(R"({{"rule":{},"slug":{},"severity":{},"account_id":{},)"
                       R"("document_id":{},"pointer":{},"message":{}}})",
                       shown_json(f.rule), shown_json(f.slug),
                       shown_json(f.severity), shown_json(f.account_id),
                       shown_json(f.document_id), shown_json(f.pointer),
                       shown_json(f.message));
  }
  return out + "]}\n";
}

void read(Comparison& runs, Comparison::Run run, const std::string& path) {
  if (runs.read(run, path)) return;
  const std::string_view meaning =
      run == Comparison::Run::first
          ? "what seems new may have been there before"
          : "what it lacks counts as unknown, and not as fixed";
  std::fputs(fmt::format("trunklift: warning: {}: its run did not read all of "
                         "its inputs: {}\n",
                         printable(path), meaning)
                 .c_str(),
             stderr);
}

}  // namespace

int run_diff(const Settings& settings) {
  if (settings.inputs.size() != 2) {
    throw Error(Exit::usage, "run", "diff", "it needs two reports",
                "see: trunklift help diff");
  }
  Comparison runs(memory);
  read(runs, Comparison::Run::first, settings.inputs[0]);
  read(runs, Comparison::Run::second, settings.inputs[1]);
  if (interrupted() != 0) return static_cast<int>(interrupted_exit());
  const bool json = settings.scan_format == ScanFormat::json;
  const bool whole = settings.all || json;
  std::vector<ReportedFinding> added;
  const auto in_order = [](const auto& a, const auto& b) {
    return place_of(a) < place_of(b);
  };
  runs.finish([&](const ReportedFinding& finding) {
    added.push_back(finding);
    if (whole || added.size() < 2 * most_listed) return;
    std::sort(added.begin(), added.end(), in_order);
    added.resize(most_listed);
  });
  std::sort(added.begin(), added.end(), in_order);
  if (!whole && added.size() > most_listed) added.resize(most_listed);
  write_output(json ? as_json(runs, added) : as_text(runs, added, whole));
  return static_cast<int>(runs.total().added > 0 ? Exit::findings : Exit::done);
}

}  // namespace trunklift
