// Findings as JSON, one object a line; the last line is the summary.
#include <fmt/format.h>

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
  append_json_string(out, value);
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
    append_json_string(out, count.name);
    out += ':' + std::to_string(count.value);
  }
  out += '}';
}

class JsonlReport : public Report {
public:
  void finding(std::string& out, const Subject& subject,
               const Finding& finding) const override {
    text(out, "{\"rule\":", finding.rule->id);
    text(out, ",\"slug\":", finding.rule->slug);
    if (!finding.keyword.empty()) text(out, ",\"keyword\":", finding.keyword);
    text(out, ",\"severity\":", severity_name(finding.severity));
    text(out, ",\"pointer\":", finding.pointer);
    text(out, ",\"input\":", subject.input);
    number(out, ",\"line\":", subject.origin.line);
    number(out, ",\"offset\":", subject.origin.offset);
    text(out, ",\"account_id\":", subject.account_id);
    text(out, ",\"document_id\":", subject.document_id);
    text(out, ",\"message\":", finding.message);
    text(out, ",\"fingerprint\":", fingerprint(subject, finding));
    out += "}\n";
  }

  void finish(std::string& out, const RunSummary& summary) const override {
    out += "{\"summary\":{";
    counts(out, "balance", summary.balance);
    out += ",\"balanced\":";
    out += summary.balanced ? "true" : "false";
    if (!summary.missing.empty()) counts(out, "missing", summary.missing);
    if (summary.interrupted) out += ",\"interrupted\":true";
    counts(out, "kinds", summary.kinds);
    counts(out, "findings", summary.severities);
    counts(out, "rules", summary.rules);
    out += "}}\n";
  }
};

}  // namespace

std::unique_ptr<Report> open_jsonl_report(bool /*color*/) {
  return std::make_unique<JsonlReport>();
}

}  // namespace trunklift
