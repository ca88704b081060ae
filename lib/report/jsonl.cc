// Findings as JSON, one object a line; the last line is the summary.
#include <fmt/format.h>

#include "base/shortened.h"
#include "base/text.h"
#include "report/report.h"

namespace trunklift {
namespace {

void key(std::string& out, std::string_view name) {
  if (out.back() != '{') out += ',';
  out += '"';
  out += name;  // ours, and plain
  out += "\":";
}

// `before` is what stands before the value.
void text(std::string& out, std::string_view before, std::string_view value) {
  out += before;
  append_shown_json(out, value);
}

void plain(std::string& out, std::string_view before, std::string_view value) {
  out += before;
  out += value;
}

void number(std::string& out, std::string_view before, std::uint64_t value) {
  out += before;
  const fmt::format_int digits(value);
  out.append(digits.data(), digits.size());
}

void counts(std::string& out, std::string_view name,
            const std::vector<RunSummary::Count>& list) {
  key(out, name);
  out += '{';
  for (const RunSummary::Count& count : list) {
    if (out.back() != '{') out += ',';
    append_shown_json(out, count.name);
    out += ':' + std::to_string(count.value);
  }
  out += '}';
}

// A rule may be of several severities.
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
    std::string place;  // the same for all of them
    text(place, ",\"input\":", subject.input);
    number(place, ",\"line\":", subject.origin.line);
    number(place, ",\"offset\":", subject.origin.offset);
    text(place, ",\"account_id\":", subject.account_id);
    text(place, ",\"document_id\":", subject.document_id);
    for (const Finding& each : findings) finding(out, subject, place, each);
  }

  void account(ReportStream& to, const AccountReadiness& account) override {
    std::string out;
    text(out, "{\"account\":{\"account_id\":", shortened(account.account_id));
    text(out, ",\"readiness\":", ready_name(account.ready));
    number(out, ",\"documents\":", account.documents);
    key(out, "rules");
    out += '[';
    for (const Rule* rule : account.rules) {
      if (out.back() != '[') out += ',';
      append_shown_json(out, rule->id);
    }
    out += "]}}\n";
    to.write(out);
  }

  void finish(ReportStream& to, const RunSummary& summary) override {
    std::string out = "{\"summary\":{";
    counts(out, "balance", summary.balance);
    out += ",\"balanced\":";
    out += summary.balanced ? "true" : "false";
    if (!summary.missing.empty()) counts(out, "missing", summary.missing);
    if (summary.interrupted) out += ",\"interrupted\":true";
    if (!summary.is_complete()) unread(out, summary);
    counts(out, "kinds", summary.kinds);
    counts(out, "findings", summary.severities);
    if (!summary.hidden.empty()) counts(out, "hidden", summary.hidden);
    counts(out, "rules", by_rule(summary));
    if (summary.readiness) readiness(out, *summary.readiness);
    out += "}}\n";
    to.write(out);
  }

private:
  static void finding(std::string& out, const Subject& subject,
                      std::string_view place, const Finding& finding) {
    // Ids, names and keywords are ours, and plain.
    plain(out, "{\"rule\":\"", finding.rule->id);
    plain(out, "\",\"slug\":\"", finding.rule->slug);
    if (!finding.keyword.empty()) {
      plain(out, "\",\"keyword\":\"", finding.keyword);
    }
    plain(out, "\",\"severity\":\"", severity_name(finding.severity));
    std::string room;
    text(out, "\",\"pointer\":", shown_pointer(finding.pointer, room));
    out += place;
    text(out, ",\"message\":", finding.message);
    if (finding.more > 0) number(out, ",\"more\":", finding.more);
    const Hash128 identity = fingerprint_of(subject, finding);
    out += ",\"fingerprint\":\"";
    append_hex(out, identity.high);
    append_hex(out, identity.low);
    out += "\"}\n";
  }

  static void unread(std::string& out, const RunSummary& summary) {
    out += ",\"complete\":false,\"unread\":[";
    for (const RunSummary::Unread& unread : summary.unread) {
      text(out,
           out.back() == '[' ? "{\"input\":" : ",{\"input\":", unread.input);
      text(out, ",\"reason\":", unread.reason);
      out += '}';
    }
    out += ']';
  }

  static void readiness(std::string& out, const Readiness& is) {
    const auto by_name = [](const std::uint64_t(&list)[ready_count]) {
      std::vector<RunSummary::Count> named;
      for (std::size_t i = 0; i < ready_count; ++i) {
        named.push_back(
            {std::string(ready_name(static_cast<Ready>(i))), list[i]});
      }
      return named;
    };
    out += ",\"readiness\":{";
    counts(out, "accounts", by_name(is.accounts));
    counts(out, "documents", by_name(is.documents));
    number(out, ",\"unassigned\":", is.unassigned);
    key(out, "blockers");
    out += '[';
    for (const Readiness::Blocker& blocker : is.blockers) {
      text(out,
           out.back() == '[' ? "{\"rule\":" : ",{\"rule\":", blocker.rule->id);
      number(out, ",\"accounts\":", blocker.accounts);
      number(out, ",\"unblocks\":", blocker.alone);
      out += '}';
    }
    out += "]}";
  }
};

}  // namespace

std::unique_ptr<Report> open_jsonl_report(const ReportSetting&) {
  return std::make_unique<JsonlReport>();
}

}  // namespace trunklift
