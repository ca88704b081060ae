// A state machine: each function below handles one place or one kind of
// reading.
#include "source/splitter.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "source/encoding.h"
#include "source/ordinary_lines.h"

namespace trunklift {
namespace {

using Is = Piece::Kind;

constexpr std::size_t npos = std::string_view::npos;
constexpr std::string_view open_array =
    "the JSON array is not closed: cut short?";
constexpr std::string_view open_body = "the rows are not closed: cut short?";
constexpr std::string_view cut_document =
    "it ends in the middle of a document: cut short?";

// Up to so many bytes are read to find the end of a line. In a longer line the
// values are found one by one.
constexpr std::size_t longest_line = std::size_t{1} << 22;

// How many blanks are read at most to see what follows them.
constexpr std::size_t most_blanks = std::size_t{1} << 12;

Piece more() { return {}; }

Piece skip(std::size_t size) {
  return {.kind = size ? Is::skip : Is::more, .next = size};
}

std::size_t blanks_before(std::string_view bytes, std::size_t at) {
  while (at < bytes.size() && is_blank(bytes[at])) ++at;
  return at;
}

}  // namespace

Splitter Splitter::of_line() {
  Splitter out(npos);
  out.place_ = Place::between;
  out.in_line_ = true;
  return out;
}

Piece Splitter::next(std::string_view bytes, bool complete) {
  switch (reading_) {
    case Reading::value: return value(bytes, complete);
    case Reading::rest_of_line: return rest_of_line(bytes, complete);
    case Reading::line: return line(bytes, complete);
    case Reading::nothing: break;
  }
  switch (place_) {
    case Place::start: return start(bytes, complete);
    case Place::between: return between(bytes, complete);
    case Place::array: return element(bytes, complete);
    case Place::tail: return tail(bytes, complete);
    case Place::rejects: return note(bytes, complete);
    case Place::noted: return noted(bytes, complete);
    case Place::nowhere: break;
  }
  return {.kind = Is::done};
}

Piece Splitter::start(std::string_view bytes, bool complete) {
  if (bytes.size() < encoding_sample && !complete) return more();
  const std::string_view reason = unreadable_encoding(bytes);
  if (!reason.empty()) {
    place_ = Place::nowhere;
    return {.kind = Is::done, .problem = reason};
  }
  std::size_t at = bytes.starts_with(byte_order_mark) ? byte_order_mark.size()
                                                      : std::size_t{0};
  at = blanks_before(bytes, at);
  const bool rejects = bytes.substr(at).starts_with(reject_note);
  place_ = rejects ? Place::rejects : Place::between;
  return at > 0 ? skip(at) : next(bytes, complete);
}

Piece Splitter::between(std::string_view bytes, bool complete) {
  const std::size_t at = blanks_before(bytes, 0);
  if (at == bytes.size() && complete) return {.kind = Is::done};
  if (at > 0 || bytes.empty()) {
    in_line_ &= bytes.substr(0, at).find('\n') == npos;
    return skip(at);
  }
  if (bytes.starts_with(byte_order_mark)) {  // several files were joined
    return skip(byte_order_mark.size());
  }
  if (!in_line_) {
    const LineRun run = ordinary_lines(bytes, complete, largest_, most_lines_);
    if (run.size > 0) {
      return {.kind = Is::lines,
              .end = run.size,
              .next = run.size,
              .newlines = run.newlines};
    }
    if (run.wait && bytes.size() < std::min(longest_line, largest_)) {
      return more();
    }
  }
  shares_line_ = in_line_;
  switch (bytes.front()) {
    case '[':
      place_ = Place::array;
      is_body_ = false;
      form_ = Form::element;
      elements_ = Elements::documents;
      on_first_line_ = comma_ = true;
      return skip(1);
    case '{': {
      const BodyHead head = body_head(bytes, complete);
      if (head.is == BodyHead::Is::unknown) return more();
      if (head.is == BodyHead::Is::yes) {
        enter_body(head.elements, head.form);
        on_first_line_ = true;
        return {.kind = Is::head, .end = head.size, .next = head.size};
      }
      reading_ = Reading::value;
      scanner_.start();
      return value(bytes, complete);
    }
    default: reading_ = Reading::line; return line(bytes, complete);
  }
}

Piece Splitter::element(std::string_view bytes, bool complete) {
  std::size_t at = 0;
  for (; at < bytes.size() && (is_blank(bytes[at]) || bytes[at] == ','); ++at) {
    comma_ |= bytes[at] == ',';
    on_first_line_ &= bytes[at] != '\n';
  }
  if (at == bytes.size() && complete) {
    place_ = Place::nowhere;
    return {.kind = Is::done, .problem = is_body_ ? open_body : open_array};
  }
  if (at > 0 || bytes.empty()) return skip(at);
  if (bytes.front() == ']') {
    place_ = is_body_ ? Place::tail : Place::between;
    return skip(1);
  }
  if (bytes.front() == '[' && !comma_) {
    leave_broken_array('[');
    return next(bytes, complete);
  }
  comma_ = false;
  passed_ids_ |= form_ == Form::api && is_body_ && bytes.front() == '"';
  reading_ = Reading::value;
  scanner_.start();
  return value(bytes, complete);
}

// After a broken element: if the array's line was cut short, lines with other
// documents may follow.
void Splitter::leave_broken_array(char next) {
  if (next == '[' || on_first_line_) place_ = Place::between;
}

void Splitter::enter_body(Elements elements, Form form) {
  place_ = Place::array;
  is_body_ = true;
  form_ = form;
  elements_ = elements;
  comma_ = true;
}

Piece Splitter::broken_body() {
  place_ = Place::between;
  return {.kind = Is::skip, .problem = open_body};
}

// Reads on behind an array or another member of a body.
Piece Splitter::tail(std::string_view bytes, bool complete) {
  std::size_t at = 0;
  while (at < bytes.size() && (is_blank(bytes[at]) || bytes[at] == ',')) ++at;
  if (at > 0) return skip(at);
  if (bytes.empty()) return complete ? broken_body() : more();
  if (bytes.front() == '}') {
    place_ = Place::between;
    return skip(1);
  }
  if (bytes.front() != '"') return broken_body();
  const std::string_view near = bytes.substr(0, longest_head);
  const std::size_t end = value_end(near);
  const std::size_t colon = end == npos ? npos : blanks_before(near, end);
  at = colon < near.size() ? blanks_before(near, colon + 1) : near.size();
  if (at == near.size()) {
    return complete || at == longest_head ? broken_body() : more();
  }
  if (near[colon] != ':') return broken_body();
  const BodyArray* array = body_array(near.substr(1, end - 2));
  if (array && near[at] == '[') {
    enter_body(array->elements, array->form);
    on_first_line_ = false;
    return skip(at + 1);
  }
  reading_ = Reading::value;
  scanner_.start();
  return skip(at);
}

Piece Splitter::note(std::string_view bytes, bool complete) {
  const std::size_t newline = bytes.find('\n');
  if (newline == npos) {
    in_note_ |= !bytes.empty();
    if (!complete) return skip(bytes.size());
    Piece piece{.kind = Is::done};
    if (in_note_) piece.problem = cut_document;
    return piece;
  }
  in_note_ = false;
  place_ = Place::noted;
  at_ = 0;
  return skip(newline + 1);
}

// Takes the document between a note and the next one. A note without a
// document, which somebody may have removed, is passed over.
Piece Splitter::noted(std::string_view bytes, bool complete) {
  static const std::string next_note = '\n' + std::string(reject_note);
  if (passed_ == 0 && at_ == 0) {
    if (bytes.size() < reject_note.size() && !complete) return more();
    if (bytes.starts_with(reject_note)) {
      place_ = Place::rejects;
      return note(bytes, complete);
    }
  }
  const std::size_t found = bytes.find(next_note, at_);
  if (found == npos && !complete) {
    return wait(bytes, bytes.size() - std::min(bytes.size(), next_note.size()));
  }
  std::size_t end = std::min(found, bytes.size());
  if (found == npos && bytes.ends_with('\n')) --end;
  const std::size_t next = std::min(end + 1, bytes.size());
  Piece piece;
  if (passed_ == 0 && trimmed(bytes.substr(0, end)).empty()) {
    piece = next > 0 ? skip(next) : Piece{.kind = Is::done};
  } else {
    piece = ended(bytes, end, next);
    const bool is_last = found == npos && !bytes.ends_with('\n');
    if (is_last && piece.kind == Is::document && value_end(bytes) == npos) {
      piece.problem = cut_document;
    }
  }
  place_ = found == npos ? Place::nowhere : Place::rejects;
  return piece;
}

Piece Splitter::value(std::string_view bytes, bool complete) {
  const Scanner::Found found = scanner_.run(bytes, complete, largest_);
  const std::size_t at = scanner_.at();
  switch (found) {
    case Scanner::Found::more: {
      const Piece piece = wait(bytes, at);
      if (piece.next > 0) scanner_.drop(bytes.substr(0, piece.next));
      return piece;
    }
    case Scanner::Found::end:
      if (place_ == Place::array || place_ == Place::tail) {
        return ended(bytes, at, at);
      }
      reading_ = Reading::rest_of_line;
      at_ = at;
      return rest_of_line(bytes, complete);
    default: break;
  }
  Piece piece = ended(bytes, end_before(bytes, at), at);
  if (found == Scanner::Found::cut_short && place_ == Place::between) {
    // A broken line that ends with a newline was not cut short.
    const std::string_view all = bytes.substr(0, piece.end);
    const bool is_line = bytes.ends_with('\n') && all.find('\n') == npos;
    if (!is_line) piece.problem = cut_document;
  }
  if (place_ == Place::tail) {
    piece.problem = broken_body().problem;
  } else if (found == Scanner::Found::boundary && place_ == Place::array) {
    leave_broken_array(bytes[at]);
  }
  return piece;
}

// Looks behind a value in its line. Another value may follow. Anything else
// belongs to the value, so that a broken line is one document.
Piece Splitter::rest_of_line(std::string_view bytes, bool complete) {
  std::size_t at = at_;
  while (at < bytes.size() && is_blank(bytes[at]) && bytes[at] != '\n') ++at;
  if (at == bytes.size() && !complete && at < at_ + most_blanks) return more();
  constexpr std::string_view no_part_of_it = "\n{[,]}";
  if (at == bytes.size() || no_part_of_it.find(bytes[at]) != npos) {
    in_line_ = at < bytes.size() && bytes[at] != '\n';
    return ended(bytes, at_, at_);
  }
  reading_ = Reading::line;
  return line(bytes, complete);
}

Piece Splitter::line(std::string_view bytes, bool complete) {
  const std::size_t newline = bytes.find('\n', at_);
  if (newline == npos && !complete) return wait(bytes, bytes.size());
  const std::size_t end = std::min(newline, bytes.size());
  return ended(bytes, end_before(bytes, end), end);
}

// Where a value that is not whole ends, without the blanks behind it. In a
// large value these blanks count, because some may be passed over already.
std::size_t Splitter::end_before(std::string_view bytes, std::size_t at) const {
  if (passed_ + at > largest_) return at;
  return size_without_blanks(bytes.substr(0, at));
}

// More bytes are needed, and those before `seen` need not be looked at again.
// If the value is too large, they are passed over.
Piece Splitter::wait(std::string_view bytes, std::size_t seen) {
  if (passed_ + bytes.size() <= largest_) {
    at_ = seen;
    return more();
  }
  if (passed_ == 0) hash_.start();
  hash_.add(bytes.substr(0, seen));
  passed_ += seen;
  at_ = 0;
  return {.kind = seen > 0 ? Is::part : Is::more, .next = seen};
}

Form Splitter::form_of(std::string_view document) const {
  if (place_ == Place::noted) return Form::noted;
  if (place_ == Place::array) return form_;
  const bool is_alone = !shares_line_ && !in_line_;
  const bool is_line = is_alone && passed_ == 0 && document.find('\n') == npos;
  return is_line ? Form::line : Form::document;
}

Piece Splitter::ended(std::string_view bytes, std::size_t end,
                      std::size_t next) {
  reading_ = Reading::nothing;
  Piece piece{.kind = Is::document,
              .form = form_of(bytes.substr(0, end)),
              .end = end,
              .next = next};
  if (place_ == Place::array && elements_ == Elements::rows) {
    piece.kind = Is::row;
  } else if (place_ == Place::tail) {
    piece.kind = Is::beside;
  }
  // A list of ids holds no documents.
  if (place_ == Place::array && is_body_ && form_ == Form::api &&
      bytes.starts_with('"')) {
    piece.kind = Is::skip;
  }
  if (passed_ + end > largest_) {
    if (passed_ == 0) hash_.start();
    hash_.add(bytes.substr(0, end));
    piece.kind = Is::oversized;
    piece.size = passed_ + end;
    piece.content = hash_.finish();
  }
  passed_ = 0;
  at_ = 0;
  return piece;
}

}  // namespace trunklift
