// The kinds of documents, ids and places are what the inputs say they are: they
// are printed as a terminal can take them.
#include "run/closing_words.h"

#include <fmt/format.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace trunklift {
namespace {

void say(std::string_view words) {
  std::fputs(fmt::format("trunklift: {}\n", words).c_str(), stderr);
}

std::string listed(const std::vector<RunSummary::Count>& counts,
                   std::string_view separator) {
  std::string out;
  for (const RunSummary::Count& count : counts) {
    out += fmt::format("{}{} {}", out.empty() ? "" : separator,
                       printable(count.name), grouped(count.value));
  }
  return out;
}

// "read 7 = loaded 5 + unchanged 0 + ..."
std::string balance_line(const RunSummary& summary) {
  std::vector<RunSummary::Count> buckets(summary.balance.begin() + 1,
                                         summary.balance.end());
  return fmt::format("read {} = {}", grouped(summary.balance.front().value),
                     listed(buckets, " + "));
}

}  // namespace

void print_summary(const RunSummary& summary) {
  std::vector<RunSummary::Count> hidden = summary.hidden;
  std::erase_if(hidden, [](const auto& count) { return count.value == 0; });
  std::string text =
      fmt::format("documents  {}\nfindings   {}{}{}\nbalance    {}\n",
                  listed(summary.kinds, ", "), listed(summary.severities, ", "),
                  hidden.empty() ? "" : "; not shown: ", listed(hidden, ", "),
                  balance_line(summary));
  if (!summary.missing.empty()) {
    text += fmt::format("not read   {}\n", listed(summary.missing, ", "));
  }
  std::fputs(text.c_str(), stderr);
}

void print_doubts(const RunSummary& summary) {
  std::string text;
  for (const RunSummary::Doubted& doubt : summary.doubts) {
    const std::string place =
        doubt.line > 0 ? fmt::format("{}:{}", doubt.input, doubt.line)
                       : doubt.input;
    const std::string what =
        doubt.document_id.empty()
            ? (doubt.account_id.empty()
                   ? std::string("any document")
                   : fmt::format("any document of account {}",
                                 doubt.account_id))
            : fmt::format("document {} of {}", doubt.document_id,
                          doubt.account_id.empty()
                              ? std::string("any account")
                              : "account " + doubt.account_id);
    text += fmt::format(
        "trunklift: {} was not read for certain, and may hold {}: none of "
        "those counts as vanished\n",
        printable(place), printable(what));
  }
  if (summary.doubt_count > summary.doubts.size()) {
    text += fmt::format("trunklift: so do {} more lines\n",
                        grouped(summary.doubt_count - summary.doubts.size()));
  }
  std::fputs(text.c_str(), stderr);
}

void print_failures(const RunSummary& summary, bool cut) {
  if (summary.interrupted && !summary.stopped) {
    say("interrupted: not all inputs were read, and the rules across documents "
        "were not applied");
  }
  if (summary.unknown_vanished) {
    say("what vanished is not known, and was not marked: some of the inputs or "
        "documents could not be read, and may hold it");
  }
  if (cut) {
    say("the report was cut: the reader of standard output went away; the run "
        "went on without it");
  }
  if (!summary.interrupted) print_doubts(summary);
  if (!summary.balanced) {
    say("internal error: the balance does not hold");
  }
}

void settle_baseline(const Settings& settings, const Policy& policy,
                     bool complete) {
  const bool prunes = settings.prune_baseline && policy.baseline;
  if (!prunes && settings.write_baseline.empty()) return;
  if (!complete) {
    std::fputs(
        "trunklift: the baseline was left as it is: not all inputs were read\n",
        stderr);
  } else if (prunes) {
    const std::uint64_t pruned = policy.baseline->prune();
    if (!settings.quiet) {
      std::fputs(fmt::format("baseline   {} pruned\n", grouped(pruned)).c_str(),
                 stderr);
    }
  }
}

}  // namespace trunklift
