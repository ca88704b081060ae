// Annotations of a GitHub workflow, within what the host shows of a step.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "report/words.h"

namespace trunklift {
namespace {

// So many are shown of each level; the rest is dropped without a word.
constexpr std::size_t most_annotations = 10;
// Bytes of what one says; places may be as long as a document.
constexpr std::size_t most_words = 4096;

std::string_view level_of(Severity severity) {
  return severity == Severity::error     ? "error"
         : severity == Severity::warning ? "warning"
                                         : "notice";
}

// What stands behind "::", or, `in_property`, in a property before it.
std::string escaped(std::string_view text, bool in_property) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '%' || (in_property && (c == ':' || c == ','))) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

// An annotation but for its level and what comes after the title's "::".
struct Place {
  std::string properties;  // "file=...,line=..."
  std::string words;
};

class GithubReport : public Report {
public:
  explicit GithubReport(const ReportSetting& setting) : rules_(setting.rules) {}

  // Severity, rule, how many it stands for, place and words.
  void document(std::string& out, const Subject& subject,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      std::string words;
      if (!subject.document_id.empty()) {
        words = fmt::format("{}/{} ", subject.account_id, subject.document_id);
      }
      words += shortened_pointer(finding.pointer);
      if (!finding.pointer.empty()) words += ": ";
      words += message_in_words(finding);
      if (words.size() > most_words) {
        words = valid_utf8(words.substr(0, most_words)) + "...";
      }
      out += fmt::format("{}{:05}{} file={},line={}\t{}\n",
                         static_cast<int>(finding.severity),
                         number_of(*finding.rule), finding.more + 1,
                         escaped(subject.input, true), subject.origin.line,
                         escaped(words, false));
    }
  }

  void take(ReportStream&, std::string_view made) override {
    while (!made.empty()) {
      const std::size_t end = made.find('\n');
      keep(made.substr(0, end));
      made.remove_prefix(end + 1);
    }
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    for (const std::string& words : unread_in_words(summary)) {
      to.write(fmt::format("::error title=not read::{}\n",
                           escaped(words.substr(0, most_words), false)));
    }
    for (std::size_t i = levels_.size(); i-- > 0;) {
      const Level& level = levels_[i];
      const std::string_view name = level_of(static_cast<Severity>(i));
      if (level.found > most_annotations) {
        by_rule(to, name, level);
      } else {
        for (const auto& [rule, place] : level.first) {
          annotate(to, name, place, title(rule), place.words);
        }
      }
    }
    std::string totals;
    for (std::size_t i = levels_.size(); i-- > 0;) {
      totals += fmt::format("{}{} {}", totals.empty() ? "" : ", ",
                            severity_name(static_cast<Severity>(i)),
                            grouped(levels_[i].found));
    }
    to.write(fmt::format("trunklift: findings: {}\n", totals));
  }

private:
  using RuleNumber = unsigned;
  struct Group {
    std::uint64_t found = 0;
    Place first;
  };
  struct Level {
    std::uint64_t found = 0;
    std::vector<std::pair<RuleNumber, Place>> first;
    std::map<RuleNumber, Group> groups;
  };

  void keep(std::string_view line) {
    constexpr std::size_t numbers = 6;
    Level& level = levels_[static_cast<std::size_t>(line.front() - '0')];
    const auto rule = static_cast<RuleNumber>(
        std::stoul(std::string(line.substr(1, numbers - 1))));
    const std::size_t head = line.find(' ') + 1;
    const std::uint64_t stands_for =
        std::stoull(std::string(line.substr(numbers, head - numbers)));
    const std::size_t tab = line.find('\t');
    const auto place = [&] {
      return Place{std::string(line.substr(head, tab - head)),
                   std::string(line.substr(tab + 1))};
    };
    level.found += stands_for;
    if (level.first.size() < most_annotations) {
      level.first.emplace_back(rule, place());
    }
    Group& group = level.groups[rule];
    if (group.found == 0) group.first = place();
    group.found += stands_for;
  }

  std::string title(RuleNumber number) const {
    const auto rule = std::find_if(
        rules_.begin(), rules_.end(),
        [&](const Rule* each) { return number_of(*each) == number; });
    return rule == rules_.end()
               ? fmt::format("TL{:04}", number)
               : fmt::format("{} {}", (*rule)->id, (*rule)->slug);
  }

  static void annotate(ReportStream& to, std::string_view level,
                       const Place& place, std::string_view title,
                       std::string_view words) {
    to.write(fmt::format("::{} {},title={}::{}\n", level, place.properties,
                         escaped(title, true), words));
  }

  // The most frequent rules; the last annotation speaks of all others.
  void by_rule(ReportStream& to, std::string_view name,
               const Level& level) const {
    std::vector<std::pair<RuleNumber, const Group*>> groups;
    for (const auto& [rule, group] : level.groups) {
      groups.emplace_back(rule, &group);
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto& a, const auto& b) {
                       return a.second->found > b.second->found;
                     });
    const std::size_t shown =
        groups.size() > most_annotations ? most_annotations - 1 : groups.size();
    std::uint64_t rest = level.found;
    for (std::size_t i = 0; i < shown; ++i) {
      const auto& [rule, group] = groups[i];
      rest -= group->found;
      annotate(to, name, group->first, title(rule),
               fmt::format("{}; the first: {}", counted(group->found),
                           group->first.words));
    }
    if (shown == groups.size()) return;
    annotate(to, name, groups[shown].second->first,
             fmt::format("{} more rules", groups.size() - shown),
             fmt::format("{}; another report has them all", counted(rest)));
  }

  static std::string counted(std::uint64_t count) {
    return fmt::format("{} finding{}", grouped(count), count == 1 ? "" : "s");
  }

  std::span<const Rule* const> rules_;
  std::array<Level, 3> levels_;  // by Severity
};

}  // namespace

std::unique_ptr<Report> open_github_report(const ReportSetting& setting) {
  return std::make_unique<GithubReport>(setting);
}

}  // namespace trunklift
