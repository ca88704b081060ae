// SARIF 2.1.0 (OASIS), as code scanning services take it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "report/words.h"

namespace trunklift {
namespace {

// GitHub refuses a run with more. The most severe ones are kept.
constexpr std::size_t most_results = 25'000;
// So much is told of each severity; places may be as long as a document.
constexpr std::size_t most_bytes = std::size_t{32} << 20;

std::string_view level_of(Severity severity) {
  return severity == Severity::error     ? "error"
         : severity == Severity::warning ? "warning"
                                         : "note";
}

// The name of an input as a relative reference of RFC 3986.
std::string uri_of(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_alnum(c) || std::string_view("-._~/!$&'()*+,;=@").find(c) !=
                           std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string text_object(std::string_view text) {
  return "{\"text\":" + shown_json(text) + '}';
}

std::string rule_object(const Rule& rule) {
  return fmt::format(
      R"({{"id":{},"name":{},"shortDescription":{},"fullDescription":{},)"
      R"("help":{},"defaultConfiguration":{{"level":"{}"}},)"
      R"("properties":{{"tags":[{}],"effect":"{}","fix":"{}"}}}})",
      shown_json(rule.id), shown_json(rule.slug), text_object(rule.summary),
      text_object(rule.why),
      text_object(fmt::format("trunklift explain {}", rule.id)),
      level_of(rule.severity), shown_json(rule.group), effect_name(rule.effect),
      fix_name(rule.fix));
}

class SarifReport : public Report {
public:
  explicit SarifReport(const ReportSetting& setting)
      : rules_(setting.rules),
        version_(setting.version),
        started_(setting.started) {}

  void document(ReportPart& out, const Subject& subject,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      out.begin(finding);
      result(out.text, subject, finding);
    }
  }

  void take(ReportStream&, const ReportPart& made) override {
    made.for_each([&](const ReportEntry& entry, std::string_view,
                      std::string_view result) {
      Kept& kept = kept_[static_cast<std::size_t>(entry.severity)];
      kept.found += entry.stands_for;
      if (kept.results.size() == most_results ||
          kept.bytes + result.size() > most_bytes) {
        return;
      }
      kept.results.emplace_back(result);
      kept.bytes += result.size();
    });
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    std::uint64_t found = 0;
    std::size_t shown = 0;
    for (const Kept& kept : kept_) {
      found += kept.found;
      shown += kept.results.size();
    }
    shown = std::min(shown, most_results);
    to.write(fmt::format(
        R"({{"$schema":"https://docs.oasis-open.org/sarif/sarif/v2.1.0/)"
        R"(errata01/os/schemas/sarif-schema-2.1.0.json","version":"2.1.0",)"
        R"("runs":[{{"tool":{{"driver":{{"name":"trunklift","version":{},)"
        R"("rules":[)",
        shown_json(version_)));
    std::string_view separator = "";
    for (const Rule* rule : rules_) {
      to.write(std::string(separator) + rule_object(*rule));
      separator = ",";
    }
    to.write(fmt::format(
        R"(]}}}},"invocations":[{{"executionSuccessful":{},"startTimeUtc":"{}")"
        R"({}}}],"results":[)",
        summary.is_complete() && summary.balanced, started_,
        notices(summary, found, shown)));
    results(to, shown);
    to.write(
        fmt::format(R"(],"properties":{{"found":{},"shown":{})", found, shown));
    for (const Severity severity :
         {Severity::error, Severity::warning, Severity::info}) {
      to.write(fmt::format(R"(,"{}":{})", severity_name(severity),
                           kept_[static_cast<std::size_t>(severity)].found));
    }
    to.write("}}]}\n");
  }

private:
  void result(std::string& out, const Subject& subject,
              const Finding& finding) const {
    out += fmt::format(
        R"({{"ruleId":{},"ruleIndex":{},"level":"{}","message":{},)"
        R"("locations":[{{"physicalLocation":{{"artifactLocation":)"
        R"({{"uri":{}}})",
        shown_json(finding.rule->id), index_of(*finding.rule),
        level_of(finding.severity), text_object(message_in_words(finding)),
        shown_json(uri_of(subject.input)));
    if (subject.origin.line > 0) {
      out +=
          fmt::format(R"(,"region":{{"startLine":{}}})", subject.origin.line);
    }
    const std::string pointer = shortened_pointer(finding.pointer);
    const std::string name = std::string(subject.account_id) + '/' +
                             std::string(subject.document_id) + pointer;
    out += fmt::format(
        R"(}},"logicalLocations":[{{"fullyQualifiedName":{}}}]}}],)"
        R"("partialFingerprints":{{"trunklift/v1":"{}"}},)"
        R"("properties":{{"account_id":{},"document_id":{},"pointer":{}}}}})",
        shown_json(name), fingerprint(subject, finding),
        shown_json(subject.account_id), shown_json(subject.document_id),
        shown_json(pointer));
  }

  std::size_t index_of(const Rule& rule) const {
    return static_cast<std::size_t>(
        std::lower_bound(
            rules_.begin(), rules_.end(), rule.id,
            [](const Rule* a, std::string_view id) { return a->id < id; }) -
        rules_.begin());
  }

  static std::string notices(const RunSummary& summary, std::uint64_t found,
                             std::size_t shown) {
    std::string out;
    const auto add = [&](std::string_view level, std::string_view words) {
      out += fmt::format(R"({}{{"level":"{}","message":{}}})",
                         out.empty() ? "" : ",", level, text_object(words));
    };
    for (const std::string& words : unread_in_words(summary)) {
      add("error", words);
    }
    if (found != shown) {
      add("warning",
          fmt::format("{} findings, of which {} are listed: the most severe "
                      "ones, and the first ones of a rule in a document",
                      grouped(found), grouped(shown)));
    }
    if (out.empty()) return out;
    return R"(,"toolExecutionNotifications":[)" + out + ']';
  }

  // The most severe ones first.
  void results(ReportStream& to, std::size_t count) const {
    std::string_view separator = "\n";
    for (std::size_t i = kept_.size(); i-- > 0;) {
      for (const std::string& result : kept_[i].results) {
        if (count-- == 0) return;
        to.write(std::string(separator) + result);
        separator = ",\n";
      }
    }
  }

  struct Kept {
    std::uint64_t found = 0;
    std::size_t bytes = 0;
    std::vector<std::string> results;
  };
  std::span<const Rule* const> rules_;
  std::string version_, started_;
  std::array<Kept, 3> kept_;  // by Severity
};

}  // namespace

std::unique_ptr<Report> open_sarif_report(const ReportSetting& setting) {
  return std::make_unique<SarifReport>(setting);
}

}  // namespace trunklift
