// Finds where documents end in a stream of bytes that is not one a line.
#include "source/splitter.h"

#include <algorithm>

#include "base/text.h"

namespace trunklift {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// The end of the JSON value that starts at `begin`, or npos if it is not in
// `bytes`. Brackets are counted, not matched: the parser judges.
std::size_t value_end(std::string_view bytes, std::size_t begin) {
  std::size_t depth = 0;
  for (std::size_t i = begin; i < bytes.size(); ++i) {
    switch (bytes[i]) {
      case '"':
        for (++i; i < bytes.size() && bytes[i] != '"'; ++i) {
          if (bytes[i] == '\\') ++i;
        }
        if (i >= bytes.size()) return std::string_view::npos;
        if (depth == 0) return i + 1;
        break;
      case '{':
      case '[': ++depth; break;
      case '}':
      case ']':
        if (depth <= 1) return depth ? i + 1 : i;
        --depth;
        break;
      case ',':
        if (depth == 0) return i;
        break;
      default:
        if (depth == 0 && is_blank(bytes[i])) return i;
    }
  }
  return std::string_view::npos;
}

Cut cut_value(std::string_view bytes, std::string_view between, bool complete) {
  Cut cut;
  while (cut.begin < bytes.size() &&
         (is_blank(bytes[cut.begin]) ||
          between.find(bytes[cut.begin]) != std::string_view::npos)) {
    ++cut.begin;
  }
  cut.next = cut.end = cut.begin;
  if (cut.begin == bytes.size()) return cut;
  cut.end = value_end(bytes, cut.begin);
  if (cut.end == std::string_view::npos) {
    if (!complete) return cut;
    cut.end = cut.begin + trimmed(bytes.substr(cut.begin)).size();
  }
  // A stray closing bracket is a document of its own, so that none is lost.
  if (cut.end == cut.begin) ++cut.end;
  cut.next = cut.end;
  cut.found = true;
  return cut;
}

// How much is left of `text` without the newline at its end; nothing if it is
// blank.
std::size_t size_without_end(std::string_view text) {
  if (trimmed(text).empty()) return 0;
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text.size();
}

// From the line after a note to the next note. Notes that nothing follows
// (somebody took the document away) are passed over.
Cut cut_rejected(std::string_view bytes, bool complete) {
  Cut cut;
  std::size_t at = 0;
  while (at < bytes.size()) {
    if (bytes.substr(at).starts_with(reject_note)) {
      const auto newline = bytes.find('\n', at);
      if (newline == std::string_view::npos) break;
      at = newline + 1;
      continue;
    }
    const auto note = bytes.find("\n" + std::string(reject_note), at);
    const bool last = note == std::string_view::npos;
    if (last && !complete) break;
    const std::size_t end = std::min(note, bytes.size());
    cut.begin = at;
    cut.end = at + (last ? size_without_end(bytes.substr(at)) : end - at);
    cut.next = last ? bytes.size() : note + 1;
    cut.found = !trimmed(bytes.substr(at, cut.end - at)).empty();
    if (cut.found || last) return cut;
    at = cut.next;
  }
  // The last note is needed again: it says that what follows is a document.
  cut.begin = cut.end = 0;
  cut.next = complete ? bytes.size() : 0;
  return cut;
}

// A line that is one whole object or array, and nothing else.
bool is_whole(std::string_view line) {
  line = trimmed(line);
  return (line.starts_with('{') || line.starts_with('[')) &&
         value_end(line, 0) == line.size();
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

// Whether a later line starts a document of its own: one that is whole, and
// followed by the start of another, which neither the members of an object nor
// the elements of an array can be. `last_counts`: so does one at the end.
bool has_document_line(std::string_view text, bool last_counts) {
  while (true) {
    const auto newline = text.find('\n');
    if (newline == std::string_view::npos) return false;
    text.remove_prefix(newline + 1);
    const std::string_view line = first_line(text);
    if (!line.starts_with("{\"") || !is_whole(line)) continue;
    const std::string_view rest =
        trimmed(text.substr(std::min(line.size() + 1, text.size())));
    if (rest.empty() ? last_counts : rest.starts_with("{\"")) return true;
  }
}

}  // namespace

Framing framing_of(std::string_view start, bool complete) {
  if (start.starts_with(reject_note)) return Framing::rejects;
  const std::string_view first = first_line(start);
  const bool more = first.size() < start.size() &&
                    !trimmed(start.substr(first.size())).empty();
  if (start.starts_with('[')) {
    // One array, unless its first line is a whole one among other lines, or a
    // broken line among good ones.
    const bool lines =
        more && (is_whole(first) || has_document_line(start, false));
    return lines ? Framing::lines : Framing::array;
  }
  if (!start.starts_with('{') || is_whole(first)) return Framing::lines;
  if (first.size() == start.size()) {
    return complete ? Framing::documents : Framing::lines;
  }
  return has_document_line(start, true) ? Framing::lines : Framing::documents;
}

Cut next_cut(Framing framing, std::string_view bytes, bool complete) {
  switch (framing) {
    case Framing::array: return cut_value(bytes, ",", complete);
    case Framing::rejects: return cut_rejected(bytes, complete);
    default: return cut_value(bytes, "", complete);
  }
}

}  // namespace trunklift
