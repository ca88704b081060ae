// trunklift diff: what has changed between two runs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/interrupt.h"
#include "base/json_writer.h"
#include "base/text.h"
#include "base/text_sorter.h"
#include "command.h"
#include "policy/comparison.h"
#include "run/output.h"

namespace trunklift {
namespace {

// What a screen has room for; --all has no limit.
constexpr std::size_t most_listed = 20;
constexpr std::size_t memory = std::size_t{64} << 20;

using Row = std::pair<const std::string, Changes>;

// Those that changed most come first.
std::vector<const Row*> sorted(const std::map<std::string, Changes>& all) {
  std::vector<const Row*> out;
  for (const Row& row : all) out.push_back(&row);
  std::stable_sort(out.begin(), out.end(), [](const Row* a, const Row* b) {
    return std::pair(a->second.added, a->second.fixed) >
           std::pair(b->second.added, b->second.fixed);
  });
  return out;
}

std::string table(const std::map<std::string, Changes>& all,
                  std::string_view thing, bool whole, bool unknown) {
  std::string out;
  std::size_t shown = 0, unchanged = 0, more = 0;
  for (const Row* row : sorted(all)) {
    const auto& [name, changes] = *row;
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

// A finding as one text: such texts are in the order of account, document,
// rule, pointer and message.
using Members = std::array<std::string ReportedFinding::*, 7>;
constexpr Members all_members = {
    &ReportedFinding::account_id, &ReportedFinding::document_id,
    &ReportedFinding::rule,       &ReportedFinding::pointer,
    &ReportedFinding::message,    &ReportedFinding::slug,
    &ReportedFinding::severity};

// Two NULs end a member; one within it has a 1 behind it.
std::string packed(const ReportedFinding& finding) {
  std::string out;
  for (const auto member : all_members) {
    for (const char c : finding.*member) {
      out += c;
      if (c == '\0') out += '\1';
    }
    out.append(2, '\0');
  }
  return out;
}

ReportedFinding unpacked(std::string_view text) {
  ReportedFinding out;
  std::size_t at = 0;
  for (const auto member : all_members) {
    for (; text[at] != '\0' || text[at + 1] != '\0'; ++at) {
      out.*member += text[at];
      if (text[at] == '\0') ++at;
    }
    at += 2;
  }
  return out;
}

// New findings, in the order of their places; all of them, or the first.
class NewFindings {
public:
  explicit NewFindings(bool whole) : whole_(whole) {}

  void add(const ReportedFinding& finding) {
    if (whole_) return all_.add(packed(finding));
    first_.push_back(packed(finding));
    if (first_.size() == 2 * most_listed) cut();
  }

  template <typename Visit>
  void for_each(const Visit& visit) {
    cut();
    for (const std::string& text : first_) visit(unpacked(text));
    all_.for_each([&](std::string_view text) { visit(unpacked(text)); });
  }

private:
  void cut() {
    std::sort(first_.begin(), first_.end());
    first_.resize(std::min(first_.size(), most_listed));
  }

  bool whole_;
  std::vector<std::string> first_;
  TextSorter all_{memory};
};

void write_text(const Comparison& runs, NewFindings& added, bool whole) {
  const Changes& total = runs.total();
  const bool unknown = total.unknown > 0;
  write_output(
      fmt::format("new {}, fixed {}, persisting {}{}\n", grouped(total.added),
                  grouped(total.fixed), grouped(total.persisting),
                  unknown ? ", unknown " + grouped(total.unknown) : "") +
      table(runs.rules(), "rule", whole, unknown) +
      table(runs.accounts(), "account", whole, unknown));
  std::uint64_t listed = 0;
  added.for_each([&](const ReportedFinding& finding) {
    if (listed++ == 0) write_output("\nnew findings\n");
    write_output("  " + in_words(finding) + '\n');
  });
  if (total.added > listed) {
    write_output(fmt::format("  and {} more: --all lists them\n",
                             grouped(total.added - listed)));
  }
}

void counts(JsonWriter& json, const Changes& changes) {
  json.number("new", changes.added)
      .number("fixed", changes.fixed)
      .number("persisting", changes.persisting)
      .number("unknown", changes.unknown);
}

void list(JsonWriter& json, std::string_view name,
          const std::map<std::string, Changes>& all, std::string_view key) {
  json.array(name);
  for (const Row* row : sorted(all)) {
    json.object().text(key, row->first);
    counts(json, row->second);
    json.end_object();
  }
  json.end_array();
}

void write_json(const Comparison& runs, NewFindings& added) {
  std::string out;
  JsonWriter json(out);
  json.object();
  counts(json, runs.total());
  list(json, "rules", runs.rules(), "rule");
  list(json, "accounts", runs.accounts(), "account_id");
  json.array("findings");
  write_output(out);
  bool is_first = true;
  added.for_each([&](const ReportedFinding& f) {
    std::string finding(is_first ? "" : ",");
    JsonWriter(finding)
        .object()
        .text("rule", f.rule)
        .text("slug", f.slug)
        .text("severity", f.severity)
        .text("account_id", f.account_id)
        .text("document_id", f.document_id)
        .text("pointer", f.pointer)
        .text("message", f.message)
        .end_object();
    write_output(finding);
    is_first = false;
  });
  write_output("]}\n");
}

void read(Comparison& runs, Comparison::Run run, const std::string& path) {
  const Comparison::Scope scope = runs.read(run, path);
  const std::string_view meaning =
      run == Comparison::Run::first
          ? "what seems new may have been there before"
          : "what it lacks counts as unknown, and not as fixed";
  const auto warn = [&](std::string_view of_what) {
    std::fputs(fmt::format("trunklift: warning: {}: {}: {}\n", printable(path),
                           of_what, meaning)
                   .c_str(),
               stderr);
  };
  if (!scope.read_all) warn("its run did not read all of its inputs");
  if (!scope.lists_all) warn("it does not list all findings (--max-per-rule)");
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
  NewFindings added(whole);
  runs.finish([&](const ReportedFinding& finding) { added.add(finding); });
  if (json) {
    write_json(runs, added);
  } else {
    write_text(runs, added, whole);
  }
  return static_cast<int>(runs.total().added > 0 ? Exit::findings : Exit::done);
}

}  // namespace trunklift
