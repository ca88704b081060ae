// One case of `trunklift test`: an input, run by itself.
#include "run/case_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <sstream>
#include <vector>

#include "base/error.h"
#include "base/text.h"
#include "fix/preview.h"
#include "options/secrets.h"
#include "parse/parser.h"
#include "pipeline/pipeline.h"
#include "pipeline/run.h"
#include "sink/files.h"
#include "source/inputs.h"

namespace trunklift {
namespace {

// Keeps all findings, so that it can be said at the end whether the document
// has to be named.
class CaseReport : public Report {
public:
  // The document is the first text, what is said of it the second.
  void document(ReportPart& out, const Subject& subject,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      out.begin(finding);
      if (!subject.document_id.empty()) {
        append_printable(out.text, subject.account_id);
        out.text += '/';
        append_printable(out.text, subject.document_id);
      }
      out.split();
      append_printable(out.text, shortened_pointer(finding.pointer));
      out.text += ": ";
      append_printable(out.text, finding.message);
    }
  }
  void take(ReportStream&, const ReportPart& made) override {
    made.for_each([&](const ReportEntry& entry, std::string_view document,
                      std::string_view words) {
      found_.push_back({entry.rule, entry.severity, std::string(document),
                        std::string(words)});
    });
  }
  void finish(ReportStream&, const RunSummary&) override {}

  std::string sorted_lines(bool named) const {
    std::vector<std::string> lines;
    for (const Found& found : found_) {
      const bool with_document = named && !found.document.empty();
      lines.push_back(fmt::format(
          "{} {} {}{}{} {}", severity_name(found.severity), found.rule->id,
          found.rule->slug, with_document ? " " : "",
          with_document ? found.document : "", found.words));
    }
    std::sort(lines.begin(), lines.end());
    std::string out;
    for (const std::string& line : lines) out += line + '\n';
    return out;
  }

private:
  struct Found {
    const Rule* rule;
    Severity severity;
    std::string document, words;
  };
  std::vector<Found> found_;
};

class NoStream : public ReportStream {
public:
  void write(std::string_view) override {}
};

// "  name: Front office". Nothing of what is empty, and no secret.
void append_member(std::string& out, const Member& member) {
  const Value& value = member.value;
  if (value.is(Type::null)) return;
  out += "  " + std::string(std::string_view(member.key)) + ": ";
  if (member.key == "secret") {
    out += "text of " + std::to_string(code_points(value.string_or_empty())) +
           " characters\n";
  } else if (value.is(Type::string)) {
    out += printable(without_secrets(value.string())) + '\n';
  } else if (value.is(Type::object) || value.is(Type::array)) {
    out += redacted_json(value);
  } else {
    out += to_json(value) + '\n';
  }
}

std::string records_in(const TableTexts& tables) {
  std::string out;
  for (const char* table : {"account", "trunk", "device", "phone_number"}) {
    std::istringstream file(tables.at(table));
    Parser parser;
    for (std::string line; std::getline(file, line);) {
      const Value* row = parser.parse_copy(line);
      out += std::string(table) + '\n';
      for (const Member& member : members(*row)) append_member(out, member);
    }
  }
  return out;
}

}  // namespace

CaseResult run_case(const std::string& input, const CompiledPlan& compiled,
                    const Settings& settings, bool with_records) {
  CaseReport report;
  NoStream nowhere;
  TableTexts tables;
  std::unique_ptr<Sink> sink;
  if (with_records) {
    sink = open_jsonl_text_sink({TRUNKLIFT_VERSION, "", "[]", "{}"}, tables);
  }
  Inputs inputs({input}, {settings.max_expansion, {}},
                {.largest_document = settings.max_document});
  Plan plan = compiled.plan.of_inputs(inputs.names());
  plan.reports = {&report};
  plan.convert = with_records;
  plan.keep_reasons = with_records;
  Run run({&plan, &inputs.names(), {{&report, &nowhere}}, {}, sink.get()});
  run_pipeline<ProcessedBatch>(
      [&] { return inputs.next(); }, 1,
      [&] { return std::make_unique<Processor>(plan); },
      [&](const Batch&, const ProcessedBatch& batch, bool) {
        run.consume(batch);
      },
      [] { return false; });
  run.finish({});
  CaseResult out;
  out.findings = report.sorted_lines(run.balance().documents_read() > 1);
  if (with_records) out.records = records_in(tables);
  const std::vector<InputProblem> problems = inputs.status().problems;
  if (!problems.empty()) out.problem = problems.front().reason;
  return out;
}

}  // namespace trunklift
