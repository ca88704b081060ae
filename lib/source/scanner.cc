// Skims while it can, then goes from one bracket, quote or newline to the next.
#include "source/scanner.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace trunklift {
namespace {

using ByteSet = std::array<bool, 256>;

constexpr ByteSet set_of(std::string_view bytes) {
  ByteSet set{};
  for (const char c : bytes) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr ByteSet structural = set_of("\"{}[]\n");
constexpr ByteSet ends_text = set_of("\"\\\n");
constexpr ByteSet ends_scalar = set_of(",]} \t\r\n");

std::size_t find(const ByteSet& set, std::string_view bytes, std::size_t i) {
  while (i < bytes.size() && !set[static_cast<unsigned char>(bytes[i])]) ++i;
  return i;
}

constexpr std::size_t levels = 64;  // for which `arrays_` has bits

}  // namespace

void Scanner::drop(std::string_view bytes) {
  dropped_ = last_before(bytes, bytes.size());
  at_ -= bytes.size();
}

void Scanner::open(bool array) {
  too_deep_ |= ++depth_ > levels;
  arrays_ = arrays_ << 1 | (array ? 1 : 0);
}

void Scanner::close(bool array) {
  broken_ |= !too_deep_ && array != in_array();
  arrays_ >>= 1;
  --depth_;
}

char Scanner::last_before(std::string_view bytes, std::size_t at) const {
  while (at > 0 && is_blank(bytes[at - 1])) --at;
  return at > 0 ? bytes[at - 1] : dropped_;
}

Scanner::Found Scanner::run(std::string_view bytes, bool complete,
                            std::size_t longest) {
  if (bytes.empty()) return complete ? Found::cut_short : Found::more;
  if (!started_) {
    started_ = true;
    const char first = bytes.front();
    is_skimmed_ = first == '{' || first == '[';
    is_scalar_ = !is_skimmed_ && first != '"';
  }
  if (is_skimmed_ && bytes.size() <= longest) {
    const Skim::Found found = skim_.run(bytes);
    if (found == Skim::Found::end) {
      at_ = skim_.at();
      return Found::end;
    }
    if (found == Skim::Found::more && !complete) return Found::more;
  }
  is_skimmed_ = false;
  return is_scalar_ ? scalar(bytes, complete)
                    : nested(bytes, complete, longest);
}

// A stray bracket or comma counts as a value, so that no byte is lost.
Scanner::Found Scanner::scalar(std::string_view bytes, bool complete) {
  at_ = find(ends_scalar, bytes, std::max<std::size_t>(at_, 1));
  return at_ < bytes.size() || complete ? Found::end : Found::more;
}

Scanner::Found Scanner::nested(std::string_view bytes, bool complete,
                               std::size_t longest) {
  const auto more = [&](std::size_t i) {
    at_ = complete ? bytes.size() : i;
    return complete ? Found::cut_short : Found::more;
  };
  std::size_t i = at_;
  while (true) {
    i = find(in_string_ ? ends_text : structural, bytes, i);
    if (i == bytes.size()) return more(i);
    const char c = bytes[i];
    if (c != '\n') {
      if (c == '\\') {
        if (i + 1 == bytes.size()) return more(i);
        i += bytes[i + 1] == '\n' ? 1 : 2;
        continue;
      }
      ++i;
      if (c == '"') {
        in_string_ = !in_string_;
      } else if (c == '{' || c == '[') {
        open(c == '[');
      } else {
        close(c == ']');
      }
      if (depth_ > 0 || in_string_) continue;
      at_ = i;
      return Found::end;
    }
    broken_ |= in_string_;
    if (i + 1 == bytes.size()) return more(i);
    switch (starts_anew(bytes, i + 1, complete, longest)) {
      case Answer::unknown: at_ = i; return Found::more;
      case Answer::yes: at_ = i + 1; return Found::boundary;
      case Answer::no: ++i;
    }
  }
}

// Whether a new value starts at `at`, which is behind a newline.
Scanner::Answer Scanner::starts_anew(std::string_view bytes, std::size_t at,
                                     bool complete, std::size_t longest) const {
  if (bytes[at] != '{' && bytes[at] != '[') return Answer::no;
  const char before = last_before(bytes, at);
  const bool may_follow = before == ':' || (before == '[' && in_array()) ||
                          (before == ',' && (in_array() || too_deep_));
  if (broken_ || !may_follow) return Answer::yes;
  // A new value also starts if the line is a whole object and is not followed
  // by a comma or a closing bracket.
  const std::string_view rest = bytes.substr(at);
  const std::size_t newline = std::min(rest.find('\n'), rest.size());
  if (newline == rest.size() && !complete) {
    return rest.size() > longest ? Answer::no : Answer::unknown;
  }
  const std::string_view line = trimmed(rest.substr(0, newline));
  if (!line.starts_with("{\"") || value_end(line) != line.size()) {
    return Answer::no;
  }
  std::size_t next = newline;
  while (next < rest.size() && is_blank(rest[next])) ++next;
  if (next < rest.size()) {
    return rest[next] == ',' || rest[next] == ']' || rest[next] == '}'
               ? Answer::no
               : Answer::yes;
  }
  if (complete) return Answer::yes;
  return rest.size() > longest ? Answer::no : Answer::unknown;
}

std::size_t value_end(std::string_view bytes) {
  Scanner scanner;
  const bool found =
      scanner.run(bytes, true, std::string_view::npos) == Scanner::Found::end;
  return found ? scanner.at() : std::string_view::npos;
}

}  // namespace trunklift
