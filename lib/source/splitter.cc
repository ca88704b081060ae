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

// From the line after a note to the next note.
Cut cut_rejected(std::string_view bytes, bool complete) {
  Cut cut;
  std::size_t at = 0;
  while (bytes.substr(at).starts_with(reject_note)) {
    const auto newline = bytes.find('\n', at);
    if (newline == std::string_view::npos) {
      cut.next = complete ? bytes.size() : 0;
      return cut;
    }
    at = newline + 1;
  }
  cut.begin = cut.next = at;
  if (at >= bytes.size()) return cut;
  const auto note = bytes.find("\n" + std::string(reject_note), at);
  if (note == std::string_view::npos && !complete) {
    cut.next = 0;  // the note is needed again: it says that this is a document
    return cut;
  }
  cut.end = std::min(note, bytes.size());
  if (note == std::string_view::npos && bytes.ends_with('\n')) --cut.end;
  cut.next = note == std::string_view::npos ? bytes.size() : note + 1;
  cut.found = cut.end > cut.begin;
  return cut;
}

bool is_whole_object(std::string_view line) {
  line = trimmed(line);
  return line.starts_with('{') && value_end(line, 0) == line.size();
}

}  // namespace

Framing framing_of(std::string_view start, bool complete) {
  if (start.starts_with(reject_note)) return Framing::rejects;
  if (start.starts_with('[')) {
    return Framing::array;
  }
  if (!start.starts_with('{')) return Framing::lines;
  const auto newline = start.find('\n');
  const std::string_view first = start.substr(0, newline);
  if (is_whole_object(first)) {
    return Framing::lines;
  }
  if (newline == std::string_view::npos) {
    return complete ? Framing::documents : Framing::lines;
  }
  // The first line is no document. If any later line is one, from its first
  // column on, it is a broken line among good ones; else documents span lines.
  std::string_view rest = start.substr(newline + 1);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (line.starts_with("{\"") && is_whole_object(line)) return Framing::lines;
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return Framing::documents;
}

Cut next_cut(Framing framing, std::string_view bytes, bool complete) {
  switch (framing) {
    case Framing::array: return cut_value(bytes, ",", complete);
    case Framing::rejects: return cut_rejected(bytes, complete);
    default: return cut_value(bytes, "", complete);
  }
}

}  // namespace trunklift
