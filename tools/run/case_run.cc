// One case of `trunklift test`: an input, run by itself.
#include "run/case_run.h"

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
#include "source/input_streams.h"
#include "source/reader.h"

namespace trunklift {
namespace {

// Three texts a finding, a NUL behind each, so that it can be said at the end
// whether the document has to be named.
class CaseReport : public Report {
public:
  void document(std::string& out, const Subject& subject,
                std::span<const Finding> findings) const override {
    for (const Finding& finding : findings) {
      out += severity_name(finding.severity);
      out += ' ';
      out += finding.rule->id;
      out += ' ';
      out += finding.rule->slug;
      out += '\0';
      if (!subject.document_id.empty()) {
        out += printable(subject.account_id) + '/' +
               printable(subject.document_id);
      }
      out += '\0';
      out += printable(shortened_pointer(finding.pointer)) + ": " +
             printable(finding.message);
      out += '\0';
    }
  }
  void finish(ReportStream&, const RunSummary&) override {}
};

class Text : public ReportStream {
public:
  void write(std::string_view text) override { text_ += text; }
  std::string_view next() {
    const std::string_view rest = std::string_view(text_).substr(at_);
    const std::string_view out = rest.substr(0, rest.find('\0'));
    at_ += out.size() + 1;
    return out;
  }
  bool at_end() const { return at_ >= text_.size(); }

private:
  std::string text_;
  std::size_t at_ = 0;
};

std::string sorted_lines(Text& found, bool named) {
  std::vector<std::string> lines;
  while (!found.at_end()) {
    std::string line(found.next());
    const std::string_view document = found.next();
    if (named && !document.empty()) line += ' ' + std::string(document);
    line += ' ' + std::string(found.next());
    lines.push_back(std::move(line));
  }
  std::sort(lines.begin(), lines.end());
  std::string out;
  for (const std::string& line : lines) out += line + '\n';
  return out;
}

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

CaseResult run_case(const std::string& input, CompiledPlan& compiled,
                    const Settings& settings, bool with_records) {
  CaseReport report;
  Text found;
  TableTexts tables;
  std::unique_ptr<Sink> sink;
  if (with_records) {
    sink = open_jsonl_text_sink({TRUNKLIFT_VERSION, "", "[]", "{}"}, tables);
  }
  InputNames names;
  InputStreams streams({input}, {settings.max_expansion, {}}, names);
  Reader reader(streams, names, {.largest_document = settings.max_document});
  Plan& plan = compiled.plan;
  plan.reports = {&report};
  plan.inputs = &names;
  plan.convert = with_records;
  plan.keep_reasons = with_records;
  Run run({&plan, &names, {{&report, &found}}, {}, sink.get()});
  run_pipeline<ProcessedBatch>(
      reader, 1, [&] { return std::make_unique<Processor>(plan); },
      [&](const Batch&, const ProcessedBatch& batch, bool) {
        run.consume(batch);
      },
      [] { return false; });
  run.finish({});
  CaseResult out;
  out.findings = sorted_lines(found, run.balance().documents_read() > 1);
  if (with_records) out.records = records_in(tables);
  std::vector<InputProblem> problems = streams.problems();
  problems.insert(problems.end(), reader.problems().begin(),
                  reader.problems().end());
  if (!problems.empty()) out.problem = problems.front().reason;
  return out;
}

}  // namespace trunklift
