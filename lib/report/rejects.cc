// Writes the note in front of a rejected document.
#include "report/rejects.h"

#include "base/json_writer.h"

namespace trunklift {

std::string reasons_json(std::span<const Finding> findings) {
  std::string out;
  JsonWriter json(out, JsonWriter::Texts::data);
  json.array();
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::info) continue;
    json.object()
        .text("rule", finding.rule->id)
        .text("slug", finding.rule->slug)
        .text("severity", severity_name(finding.severity))
        .text("pointer", shortened_pointer(finding.pointer))
        .text("message", finding.message);
    if (finding.more > 0) json.number("more", finding.more);
    json.end_object();
  }
  json.end_array();
  return out;
}

void write_reject(ReportStream& out, const Subject& subject,
                  std::string_view stage, std::string_view reasons,
                  std::string_view bytes) {
  std::string note;
  JsonWriter(note, JsonWriter::Texts::data)
      .object()
      .object("trunklift_reject")
      .text("input", valid_utf8(subject.input))
      .number("line", subject.origin.line)
      .number("offset", subject.origin.offset)
      .text("account_id", subject.account_id)
      .text("document_id", subject.document_id)
      .text("stage", stage)
      .json("reasons", reasons)
      .end_object()
      .end_object()
      .end_line();
  out.write(note);
  out.write(bytes);
  out.write("\n");
}

}  // namespace trunklift
