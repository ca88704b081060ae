// Colours are ANSI escapes. All other text is made printable.
#include "report/words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace trunklift {

std::string in_color(Severity severity, bool color) {
  const std::string_view name = severity_name(severity);
  if (!color) return std::string(name);
  const int code = severity == Severity::error     ? 31
                   : severity == Severity::warning ? 33
                                                   : 36;
  return fmt::format("\x1b[{}m{}\x1b[0m", code, name);
}

std::vector<std::string> unread_in_words(const RunSummary& summary) {
  constexpr std::size_t most = 100;
  std::vector<std::string> out;
  if (summary.interrupted) {
    out.emplace_back(summary.stopped
                         ? "too much was rejected: not all inputs were read"
                         : "interrupted: not all inputs were read");
  }
  for (const RunSummary::Unread& unread : summary.unread) {
    if (out.size() == most) {
      out.push_back(fmt::format("{} inputs in all could not be read",
                                grouped(summary.unread.size())));
      break;
    }
    out.push_back(printable(
        unread.input.empty()
            ? unread.reason
            : fmt::format("cannot read {}: {}", unread.input, unread.reason)));
  }
  return out;
}

std::string message_in_words(const Finding& finding) {
  if (finding.more == 0) return finding.message;
  return fmt::format("{} ... and {} more of this rule in this document",
                     finding.message, grouped(finding.more));
}

void append_words(std::string& out, const Finding& finding,
                  std::string_view place, bool color) {
  out += in_color(finding.severity, color);
  out += ' ';
  out += finding.rule->id;
  out += ' ';
  out += finding.rule->slug;
  out += place;
  if (!finding.pointer.empty()) {
    out += ' ';
    std::string room;
    append_printable(out, shown_pointer(finding.pointer, room));
  }
  out += ": ";
  append_printable(out, message_in_words(finding));
  out += '\n';
}

}  // namespace trunklift
