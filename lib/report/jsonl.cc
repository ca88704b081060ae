// The format `jsonl`: one JSON object in each line; the last one is the
// summary.
#include "base/json_writer.h"
#include "base/shortened.h"
#include "report/report.h"

namespace trunklift {
namespace {

void counts(JsonWriter& json, std::string_view name,
            const std::vector<RunSummary::Count>& list) {
  json.object(name);
  for (const RunSummary::Count& count : list) {
    json.escaped_key(count.name).number(count.value);
  }
  json.end_object();
}

// Adds up the counts of a rule that has findings of several severities.
std::vector<RunSummary::Count> by_rule(const RunSummary& summary) {
  std::vector<RunSummary::Count> out;
  for (const auto& [rule, severity, count] : summary.rules) {
    std::string name = std::string(rule->id) + ' ' + std::string(rule->slug);
    if (out.empty() || out.back().name != name) {
      out.push_back({std::move(name), 0});
    }
    out.back().value += count;
  }
  return out;
}

class JsonlReport : public Report {
public:
  void document(ReportPart& part, const Subject& subject,
                std::span<const Finding> findings) const override {
    std::string& out = part.text;
    std::string place;  // the same for all findings of the document
    JsonWriter(place)
        .text("input", subject.input)
        .number("line", subject.origin.line)
        .number("offset", subject.origin.offset)
        .text("account_id", subject.account_id)
        .text("document_id", subject.document_id);
    for (const Finding& each : findings) finding(out, subject, place, each);
  }

  void account(ReportStream& to, const AccountReadiness& account) override {
    std::string out;
    JsonWriter json(out);
    json.object()
        .object("account")
        .text("account_id", shortened(account.account_id))
        .text("readiness", ready_name(account.ready))
        .number("documents", account.documents)
        .array("rules");
    for (const Rule* rule : account.rules) json.text(rule->id);
    json.end_array().end_object().end_object().end_line();
    to.write(out);
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    std::string out;
    JsonWriter json(out);
    json.object().object("summary");
    counts(json, "balance", summary.balance);
    json.flag("balanced", summary.balanced);
    if (!summary.missing.empty()) counts(json, "missing", summary.missing);
    if (summary.interrupted) json.flag("interrupted", true);
    if (!summary.is_complete()) unread(json, summary);
    counts(json, "kinds", summary.kinds);
    counts(json, "findings", summary.severities);
    if (!summary.hidden.empty()) counts(json, "hidden", summary.hidden);
    counts(json, "rules", by_rule(summary));
    if (summary.readiness) readiness(json, *summary.readiness);
    json.end_object().end_object().end_line();
    to.write(out);
  }

private:
  static void finding(std::string& out, const Subject& subject,
                      std::string_view place, const Finding& finding) {
    // Ids, names and keywords of rules need no escapes.
    JsonWriter json(out);
    json.object()
        .plain("rule", finding.rule->id)
        .plain("slug", finding.rule->slug);
    if (!finding.keyword.empty()) json.plain("keyword", finding.keyword);
    json.plain("severity", severity_name(finding.severity));
    std::string room;
    json.text("pointer", shown_pointer(finding.pointer, room))
        .json(place)
        .text("message", finding.message);
    if (finding.more > 0) json.number("more", finding.more);
    const Hash128 identity = fingerprint_of(subject, finding);
    json.key("fingerprint");
    out += '"';
    append_hex(out, identity.high);
    append_hex(out, identity.low);
    out += '"';
    json.end_object().end_line();
  }

  static void unread(JsonWriter& json, const RunSummary& summary) {
    json.flag("complete", false).array("unread");
    for (const RunSummary::Unread& unread : summary.unread) {
      json.object()
          .text("input", unread.input)
          .text("reason", unread.reason)
          .end_object();
    }
    json.end_array();
  }

  static void readiness(JsonWriter& json, const Readiness& is) {
    const auto by_name = [](const std::uint64_t(&list)[ready_count]) {
      std::vector<RunSummary::Count> named;
      for (std::size_t i = 0; i < ready_count; ++i) {
        named.push_back(
            {std::string(ready_name(static_cast<Ready>(i))), list[i]});
      }
      return named;
    };
    json.object("readiness");
    counts(json, "accounts", by_name(is.accounts));
    counts(json, "documents", by_name(is.documents));
    json.number("unassigned", is.unassigned).array("blockers");
    for (const Readiness::Blocker& blocker : is.blockers) {
      json.object()
          .text("rule", blocker.rule->id)
          .number("accounts", blocker.accounts)
          .number("unblocks", blocker.alone)
          .end_object();
    }
    json.end_array().end_object();
  }
};

}  // namespace

std::unique_ptr<Report> open_jsonl_report(const ReportSetting&) {
  return std::make_unique<JsonlReport>();
}

}  // namespace trunklift
