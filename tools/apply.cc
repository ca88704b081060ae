// trunklift apply: does what a plan says, if that is still what would be done.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "base/error.h"
#include "base/hash_table.h"
#include "base/text.h"
#include "command.h"
#include "options/compiled_plan.h"
#include "options/option_values.h"
#include "run/plan_file.h"
#include "run/planning.h"
#include "run/process.h"

namespace trunklift {
namespace {

constexpr std::size_t most_listed = 20;

// A plan's changes, to be found by their lines. 20 to 25 bytes each.
class ChangeSet {
public:
  explicit ChangeSet(std::size_t memory) : memory_{memory} {}
  void add(std::string_view line) { lines_.get(hash128(line)); }
  bool has(std::string_view line) const {
    return lines_.contains(hash128(line));
  }

private:
  struct Entry {
    Hash128 line;

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return line.low; }
    bool is_empty() const { return line == Hash128{}; }
    bool belongs_to(Hash128 other) const { return line == other; }
    void name(Hash128 its) { line = its; }
  };
  TableMemory memory_;
  HashTable<Entry> lines_{memory_};
};

// What a plan and the target do not agree on.
struct Differences {
  std::uint64_t count = 0;
  std::string listed;

  void add(std::string_view what, std::string_view line) {
    if (++count <= most_listed) {
      listed += fmt::format("  {}: {}\n", what, described(line));
    }
  }
};

[[noreturn]] void refuse(const Settings& settings, const std::string& reason) {
  throw Error(Exit::target, "apply", settings.plan,
              reason + "; nothing was changed", "make a new plan");
}

void refuse_changes(const Settings& settings, const Differences& found) {
  if (found.count == 0) return;
  std::string text = found.listed;
  if (found.count > most_listed) {
    text += fmt::format("  and {} more\n", grouped(found.count - most_listed));
  }
  std::fputs(text.c_str(), stderr);
  refuse(settings, fmt::format("the target has changed since it was made, in "
                               "what concerns {} of its documents",
                               grouped(found.count)));
}

// The inputs once more, beside the target as it is now. Returns the run that
// was the last one then.
std::string check(const Settings& settings, const PlanHeader& header) {
  Settings quiet = settings;
  quiet.reports.clear();
  quiet.rejects.clear();
  quiet.quiet = true;
  ChangeSet planned_lines(settings.memory), lines(settings.memory);
  read_changes(settings.plan,
               [&](std::string_view line) { planned_lines.add(line); });
  Differences found;
  PlannedRun planned;
  planned.each = [&](const PlannedChange& change) {
    std::string line = change_line(change);
    line.pop_back();
    lines.add(line);
    if (!planned_lines.has(line)) found.add("not in the plan", line);
  };
  const auto all_read = [&](const RunSource& source) {
    if (source.hash != header.source) {
      refuse(settings, "the source has changed since it was made");
    }
    if (planned.version != 0 && !header.made.empty() &&
        planned.made != header.made) {
      refuse(settings, "it was made for another target, " + planned.place);
    }
  };
  const RunOutcome outcome = plan_inputs(quiet, planned, all_read);
  if (outcome.interrupted) {
    throw Error(outcome.exit, "apply", settings.plan,
                "interrupted; nothing was changed");
  }
  read_changes(settings.plan, [&](std::string_view line) {
    if (!lines.has(line)) found.add("not any more", line);
  });
  refuse_changes(settings, found);
  return planned.last_run;
}

}  // namespace

int run_apply(const Settings& given) {
  Settings settings = given;
  const PlanHeader header = read_header(settings.plan, settings);
  if (settings.inputs.empty()) settings.inputs = header.inputs;
  settings.target_schema = header.schema_of_target;
  const std::string wrong =
      option_values::wrong_schema_name(settings.target_schema);
  if (!wrong.empty()) {
    throw Error(Exit::usage, "use the schema of", settings.plan, wrong);
  }
  if (std::find(settings.inputs.begin(), settings.inputs.end(), "-") !=
      settings.inputs.end()) {
    throw Error(Exit::usage, "apply", settings.plan,
                "its inputs are read twice, which standard input cannot be",
                "name files");
  }
  if (compile_plan(settings, true).rules != header.rules) {
    refuse(settings, "the rules, or trunklift, have changed since it was made");
  }
  const std::string last_run = check(settings, header);
  std::string source;
  const RunOutcome outcome =
      process(settings,
              {.open_sink =
                   [&](const RunInfo& run) {
                     return open_target(settings, run, nullptr, last_run);
                   },
               .all_read = [&](const RunSource& read) { source = read.hash; }});
  if (!outcome.interrupted && source != header.source) {
    std::fputs(
        "trunklift: the inputs changed while they were applied; trunklift undo "
        "last takes it back\n",
        stderr);
    return static_cast<int>(Exit::input);
  }
  return static_cast<int>(outcome.exit);
}

}  // namespace trunklift
