// Looks only at both ends of each line.
#include "source/ordinary_lines.h"

#include "base/text.h"
#include "source/couchdb_bodies.h"
#include "source/scanner.h"

namespace trunklift {
namespace {

constexpr std::size_t npos = std::string_view::npos;

bool opens(char c) { return c == '{' || c == '['; }

// Whether a line, without its newline, looks sound at both ends and starts no
// body.
bool is_ordinary(std::string_view line) {
  line = line.substr(0, size_without_blanks(line));
  if (line.front() == '[') {
    return line.back() == ']' || line.ends_with(resume_marker);
  }
  return line.back() == '}' && body_head(line, true).is != BodyHead::Is::yes;
}

}  // namespace

std::size_t size_without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text.size();
}

LineRun ordinary_lines(std::string_view bytes, bool complete,
                       std::size_t largest, std::size_t most) {
  LineRun run;
  std::size_t line = 0;
  std::uint64_t newlines = 0;
  while (line < bytes.size() && opens(bytes[line]) && newlines < most) {
    const std::size_t found = bytes.find('\n', line);
    run.wait = found == npos && !complete;
    // The last line may be cut off behind any bracket, so it does not count
    // here.
    if (run.wait || found == npos) break;
    const std::size_t end = found;
    if (end - line > largest) break;
    if (!is_ordinary(bytes.substr(line, end - line))) break;
    std::size_t next = end;
    for (; next < bytes.size() && is_blank(bytes[next]); ++next) {
      newlines += bytes[next] == '\n';
    }
    run.wait = next == bytes.size() && !complete;
    if (run.wait || (next < bytes.size() && !opens(bytes[next]))) break;
    run.size = line = next;
    run.newlines = newlines;
  }
  return run;
}

}  // namespace trunklift
