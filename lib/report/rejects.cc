// Rejected documents, byte for byte, in a file that is itself a valid input.
#include "report/rejects.h"

#include "base/text.h"

namespace trunklift {
namespace {

void append_member(std::string& out, std::string_view key,
                   std::string_view text) {
  if (out.back() != '{') out += ',';
  append_json_string(out, key);
  out += ':';
  append_json_string(out, text);
}

void append_number(std::string& out, std::string_view key,
                   std::uint64_t number) {
  out += ',';
  append_json_string(out, key);
  out += ':' + std::to_string(number);
}

}  // namespace

std::string reasons_json(std::span<const Finding> findings) {
  std::string out = "[";
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::info) continue;
    out += out.size() > 1 ? ",{" : "{";
    append_member(out, "rule", finding.rule->id);
    append_member(out, "slug", finding.rule->slug);
    append_member(out, "severity", severity_name(finding.severity));
    append_member(out, "pointer", shortened_pointer(finding.pointer));
    append_member(out, "message", finding.message);
    if (finding.more > 0) append_number(out, "more", finding.more);
    out += '}';
  }
  return out + ']';
}

void write_reject(ReportStream& out, const Subject& subject,
                  std::string_view stage, std::string_view reasons,
                  std::string_view bytes) {
  std::string note = "{\"trunklift_reject\":{";
  append_member(note, "input", valid_utf8(subject.input));
  append_number(note, "line", subject.origin.line);
  append_number(note, "offset", subject.origin.offset);
  append_member(note, "account_id", subject.account_id);
  append_member(note, "document_id", subject.document_id);
  append_member(note, "stage", stage);
  note += ",\"reasons\":";
  note += reasons;
  note += "}}\n";
  out.write(note);
  out.write(bytes);
  out.write("\n");
}

}  // namespace trunklift
