// value_end() finds where keys and values end.
#include "source/members.h"

#include "source/scanner.h"

namespace trunklift {

Members::Members(std::string_view text) : text_(text) { take('{'); }

bool Members::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  return at_ < text_.size();
}

bool Members::take(char c) {
  if (wrong_ || !skip_blanks()) return false;
  wrong_ = text_[at_] != c;
  if (!wrong_) ++at_;
  return !wrong_;
}

bool Members::next_key() {
  if (wrong_ || closed_ || !skip_blanks()) return false;
  if (text_[at_] == '}') {
    closed_ = true;
    return false;
  }
  if (!first_ && !take(',')) return false;
  first_ = false;
  if (!skip_blanks()) return false;
  wrong_ = text_[at_] != '"';
  if (wrong_) return false;
  const std::size_t end = value_end(text_.substr(at_));
  if (end == std::string_view::npos) return false;
  key = text_.substr(at_ + 1, end - 2);
  at_ += end;
  return take(':') && skip_blanks();
}

bool Members::next_value() {
  const std::string_view rest = text_.substr(at_);
  const std::size_t end = value_end(rest);
  // A scalar at the end of the text may be incomplete.
  if (end == std::string_view::npos || end == rest.size()) return false;
  value = rest.substr(0, end);
  at_ += end;
  return true;
}

bool Members::next() { return next_key() && next_value(); }

}  // namespace trunklift
