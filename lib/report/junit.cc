// The format `junit`: a test case for each rule, which fails if the rule has
// errors. The XML fits the schemas of Ant and of Jenkins.
#include <fmt/format.h>

#include <map>

#include "base/text.h"
#include "report/words.h"

namespace trunklift {
namespace {

// How many findings of a rule are listed.
constexpr std::size_t most_listed = 100;
// How many bytes of their text are kept. Pointers may be as long as a document.
constexpr std::size_t most_text = std::size_t{256} << 10;

// Escapes text for XML. Control characters were removed before. U+FFFE and
// U+FFFF, which XML 1.0 also forbids, are replaced here.
std::string xml(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    if (three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      out += "\xEF\xBF\xBD";
      i += 2;
      continue;
    }
    switch (text[i]) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += text[i];
    }
  }
  return out;
}

class JunitReport : public Report {
public:
  explicit JunitReport(const ReportSetting& setting)
      : rules_(setting.rules), started_(setting.started.substr(0, 19)) {}

  void document(ReportPart& part, const Subject& subject,
                std::span<const Finding> findings) const override {
    std::string& out = part.text;
    std::string place = printable(subject.input);
    place += fmt::format(":{} ", subject.origin.line);
    for (const Finding& finding : findings) {
      part.begin(finding);
      out += place;
      if (!subject.document_id.empty()) {
        out += fmt::format("{}/{}", printable(subject.account_id),
                           printable(subject.document_id));
      }
      append_printable(out, shortened_pointer(finding.pointer));
      out += ": ";
      append_printable(out, message_in_words(finding));
      out += '\n';
    }
  }

  void take(ReportStream&, const ReportPart& made) override {
    made.for_each([&](const ReportEntry& entry, std::string_view,
                      std::string_view words) {
      Case& rule = cases_[number_of(*entry.rule)];
      Listed& list =
          entry.severity == Severity::error ? rule.errors : rule.others;
      list.found += entry.stands_for;
      if (list.shown == most_listed ||
          list.text.size() + words.size() > most_text) {
        return;
      }
      ++list.shown;
      list.text += xml(words);
    });
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    std::size_t failed = 0;
    std::uint64_t errors = 0, others = 0;
    std::string cases = inputs(summary), output;
    for (const Rule* rule : rules_) {
      const auto found = cases_.find(number_of(*rule));
      const std::string name = fmt::format("{} {}", rule->id, rule->slug);
      cases += fmt::format(
          "    <testcase classname=\"trunklift.{}\" name=\"{}\" time=\"0\"",
          xml(rule->group), xml(name));
      if (found == cases_.end() || found->second.errors.found == 0) {
        cases += "/>\n";
      } else {
        ++failed;
        errors += found->second.errors.found;
        cases += fmt::format(
            ">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n"
            "    </testcase>\n",
            rule->id,
            xml(fmt::format("{} errors: {}",
                            grouped(found->second.errors.found),
                            rule->summary)),
            in_words(found->second.errors));
      }
      if (found == cases_.end() || found->second.others.found == 0) continue;
      others += found->second.others.found;
      output += fmt::format("{}: {} warnings and notes\n{}", xml(name),
                            grouped(found->second.others.found),
                            in_words(found->second.others));
    }
    to.write(fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
        "  <testsuite name=\"trunklift check\" package=\"trunklift\" id=\"0\""
        " hostname=\"localhost\" timestamp=\"{}\" time=\"0\" tests=\"{}\""
        " failures=\"{}\" errors=\"{}\">\n"
        "    <properties>\n"
        "      <property name=\"errors\" value=\"{}\"/>\n"
        "      <property name=\"warnings and notes\" value=\"{}\"/>\n"
        "    </properties>\n{}"
        "    <system-out>{}</system-out>\n    <system-err/>\n"
        "  </testsuite>\n</testsuites>\n",
        started_, rules_.size() + 1, failed, summary.is_complete() ? 0 : 1,
        errors, others, cases, output));
  }

private:
  // A test case that fails if some input was not read.
  static std::string inputs(const RunSummary& summary) {
    std::string out =
        "    <testcase classname=\"trunklift.inputs\" name=\"all inputs were "
        "read\" time=\"0\"";
    const std::vector<std::string> unread = unread_in_words(summary);
    if (unread.empty()) return out + "/>\n";
    out += fmt::format(">\n      <error type=\"not read\" message=\"{}\">",
                       xml(unread.front()));
    for (const std::string& words : unread) out += xml(words) + '\n';
    return out + "</error>\n    </testcase>\n";
  }

  struct Listed {
    std::uint64_t found = 0, shown = 0;
    std::string text;
  };
  struct Case {
    Listed errors, others;
  };

  static std::string in_words(const Listed& list) {
    if (list.found == list.shown) return list.text;
    return list.text +
           fmt::format("and {} more\n", grouped(list.found - list.shown));
  }

  std::span<const Rule* const> rules_;
  std::string started_;
  std::map<std::uint16_t, Case> cases_;  // by number_of their rule
};

}  // namespace

std::unique_ptr<Report> open_junit_report(const ReportSetting& setting) {
  return std::make_unique<JunitReport>(setting);
}

}  // namespace trunklift
