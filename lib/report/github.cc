// The format `github`: annotations of a workflow, as many as GitHub shows of a
// step.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "report/words.h"

namespace trunklift {
namespace {

// GitHub shows this many annotations of each level in a step and silently drops
// the others.
constexpr std::size_t most_annotations = 10;
// Bytes of the text of an annotation. Pointers may be as long as a document.
constexpr std::size_t most_words = 4096;

std::string_view level_of(Severity severity) {
  return severity == Severity::error     ? "error"
         : severity == Severity::warning ? "warning"
                                         : "notice";
}

// Escapes text for the part behind "::", or, if `in_property`, for a property
// in front of it.
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

// The parts of an annotation, without its level.
struct Place {
  std::string properties;  // "file=...,line=..."
  std::string words;
};

class GithubReport : public Report {
public:
  void document(ReportPart& out, const Subject& subject,
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
      out.begin(finding);
      out.text += fmt::format("file={},line={}", escaped(subject.input, true),
                              subject.origin.line);
      out.split();
      out.text += escaped(words, false);
    }
  }

  void take(ReportStream&, const ReportPart& made) override {
    made.for_each([&](const ReportEntry& entry, std::string_view properties,
                      std::string_view words) {
      const auto place = [&] {
        return Place{std::string(properties), std::string(words)};
      };
      Level& level = levels_[static_cast<std::size_t>(entry.severity)];
      level.found += entry.stands_for;
      if (level.first.size() < most_annotations) {
        level.first.emplace_back(entry.rule, place());
      }
      Group& group = level.groups[number_of(*entry.rule)];
      if (group.found == 0) {
        group.rule = entry.rule;
        group.first = place();
      }
      group.found += entry.stands_for;
    });
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
          annotate(to, name, place, title(*rule), place.words);
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
  struct Group {
    const Rule* rule = nullptr;
    std::uint64_t found = 0;
    Place first;
  };
  struct Level {
    std::uint64_t found = 0;
    std::vector<std::pair<const Rule*, Place>> first;
    std::map<std::uint16_t, Group> groups;  // by number_of their rule
  };

  static std::string title(const Rule& rule) {
    return fmt::format("{} {}", rule.id, rule.slug);
  }

  static void annotate(ReportStream& to, std::string_view level,
                       const Place& place, std::string_view title,
                       std::string_view words) {
    to.write(fmt::format("::{} {},title={}::{}\n", level, place.properties,
                         escaped(title, true), words));
  }

  // Makes one annotation for each of the most frequent rules. The last one
  // stands for all other rules.
  static void by_rule(ReportStream& to, std::string_view name,
                      const Level& level) {
    std::vector<const Group*> groups;
    for (const auto& [number, group] : level.groups) groups.push_back(&group);
    std::stable_sort(
        groups.begin(), groups.end(),
        [](const Group* a, const Group* b) { return a->found > b->found; });
    const std::size_t shown =
        groups.size() > most_annotations ? most_annotations - 1 : groups.size();
    std::uint64_t rest = level.found;
    for (std::size_t i = 0; i < shown; ++i) {
      const Group& group = *groups[i];
      rest -= group.found;
      annotate(to, name, group.first, title(*group.rule),
               fmt::format("{}; the first: {}", counted(group.found),
                           group.first.words));
    }
    if (shown == groups.size()) return;
    annotate(to, name, groups[shown]->first,
             fmt::format("{} more rules", groups.size() - shown),
             fmt::format("{}; another report has them all", counted(rest)));
  }

  static std::string counted(std::uint64_t count) {
    return fmt::format("{} finding{}", grouped(count), count == 1 ? "" : "s");
  }

  std::array<Level, 3> levels_;  // indexed by Severity
};

}  // namespace

std::unique_ptr<Report> open_github_report(const ReportSetting&) {
  return std::make_unique<GithubReport>();
}

}  // namespace trunklift
