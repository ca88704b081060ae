// The format `sarif`: SARIF 2.1.0 (OASIS), as code scanning services accept it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/json_writer.h"
#include "report/words.h"

namespace trunklift {
namespace {

// GitHub refuses a run with more results, so the most severe ones are kept.
constexpr std::size_t most_results = 25'000;
// How many bytes of each severity are kept. Pointers may be as long as a
// document.
constexpr std::size_t most_bytes = std::size_t{32} << 20;

std::string_view level_of(Severity severity) {
  return severity == Severity::error     ? "error"
         : severity == Severity::warning ? "warning"
                                         : "note";
}

// The name of an input as a relative reference (RFC 3986).
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

void text_object(JsonWriter& json, std::string_view name,
                 std::string_view text) {
  json.object(name).text("text", text).end_object();
}

void rule_object(JsonWriter& json, const Rule& rule) {
  json.object().text("id", rule.id).text("name", rule.slug);
  text_object(json, "shortDescription", rule.summary);
  text_object(json, "fullDescription", rule.why);
  text_object(json, "help", fmt::format("trunklift explain {}", rule.id));
  json.object("defaultConfiguration")
      .text("level", level_of(rule.severity))
      .end_object()
      .object("properties")
      .array("tags")
      .text(rule.group)
      .end_array()
      .text("effect", effect_name(rule.effect))
      .text("fix", fix_name(rule.fix))
      .end_object()
      .end_object();
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
    std::string head;
    JsonWriter json(head);
    json.object()
        .text("$schema",
              "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/"
              "schemas/sarif-schema-2.1.0.json")
        .text("version", "2.1.0")
        .array("runs")
        .object()
        .object("tool")
        .object("driver")
        .text("name", "trunklift")
        .text("version", version_)
        .array("rules");
    for (const Rule* rule : rules_) rule_object(json, *rule);
    json.end_array().end_object().end_object();
    invocation(json, summary, found, shown);
    json.array("results");
    to.write(head);
    results(to, shown);
    std::string end;
    totals(end, found, shown);
    to.write(end);
  }

private:
  void result(std::string& out, const Subject& subject,
              const Finding& finding) const {
    JsonWriter json(out);
    json.object()
        .text("ruleId", finding.rule->id)
        .number("ruleIndex", index_of(*finding.rule))
        .text("level", level_of(finding.severity));
    text_object(json, "message", message_in_words(finding));
    json.array("locations")
        .object()
        .object("physicalLocation")
        .object("artifactLocation")
        .text("uri", uri_of(subject.input))
        .end_object();
    if (subject.origin.line > 0) {
      json.object("region")
          .number("startLine", subject.origin.line)
          .end_object();
    }
    const std::string pointer = shortened_pointer(finding.pointer);
    json.end_object()
        .array("logicalLocations")
        .object()
        .text("fullyQualifiedName", std::string(subject.account_id) + '/' +
                                        std::string(subject.document_id) +
                                        pointer)
        .end_object()
        .end_array()
        .end_object()
        .end_array();
    json.object("partialFingerprints")
        .text("trunklift/v1", fingerprint(subject, finding))
        .end_object()
        .object("properties")
        .text("account_id", subject.account_id)
        .text("document_id", subject.document_id)
        .text("pointer", pointer)
        .end_object()
        .end_object();
  }

  std::size_t index_of(const Rule& rule) const {
    return static_cast<std::size_t>(
        std::lower_bound(
            rules_.begin(), rules_.end(), rule.id,
            [](const Rule* a, std::string_view id) { return a->id < id; }) -
        rules_.begin());
  }

  void invocation(JsonWriter& json, const RunSummary& summary,
                  std::uint64_t found, std::size_t shown) const {
    json.array("invocations")
        .object()
        .flag("executionSuccessful", summary.is_complete() && summary.balanced)
        .text("startTimeUtc", started_);
    std::vector<std::pair<std::string_view, std::string>> notices;
    for (std::string& words : unread_in_words(summary)) {
      notices.emplace_back("error", std::move(words));
    }
    if (found != shown) {
      notices.emplace_back(
          "warning",
          fmt::format("{} findings, of which {} are listed: the most severe "
                      "ones, and the first ones of a rule in a document",
                      grouped(found), grouped(shown)));
    }
    if (!notices.empty()) {
      json.array("toolExecutionNotifications");
      for (const auto& [level, words] : notices) {
        json.object().text("level", level);
        text_object(json, "message", words);
        json.end_object();
      }
      json.end_array();
    }
    json.end_object().end_array();
  }

  // Writes what follows the results.
  void totals(std::string& out, std::uint64_t found, std::size_t shown) const {
    JsonWriter json(out);
    json.end_array()
        .object("properties")
        .number("found", found)
        .number("shown", shown);
    for (const Severity severity :
         {Severity::error, Severity::warning, Severity::info}) {
      json.number(severity_name(severity),
                  kept_[static_cast<std::size_t>(severity)].found);
    }
    json.end_object().end_object().end_array().end_object().end_line();
  }

  // Writes the results, the most severe ones first.
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
  std::array<Kept, 3> kept_;  // indexed by Severity
};

}  // namespace

std::unique_ptr<Report> open_sarif_report(const ReportSetting& setting) {
  return std::make_unique<SarifReport>(setting);
}

}  // namespace trunklift
