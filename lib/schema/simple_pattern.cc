// The patterns that schemas mostly have, without a regular expression engine.
#include "schema/simple_pattern.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace trunklift::schema {
namespace {

constexpr auto unlimited = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t largest_count = 10'000;
constexpr std::string_view special = "^$\\.*+?()[]{}|";

}  // namespace

// Reads a pattern; everything it does not know at once makes it give up.
class SimplePattern::Reader {
public:
  Reader(std::string_view text, Dialect dialect)
      : text_(text), ascii_words_(dialect == Dialect::ecma) {}

  bool read(SimplePattern& out) {
    if (!take('^')) return false;
    while (at_ < text_.size()) {
      if (text_[at_] == '$') {
        out.to_end_ = true;
        return at_ + 1 == text_.size();
      }
      if (take('(')) {
        if (in_group_) return false;
        in_group_ = true;
        if (take('?') && !take(':')) return false;
        continue;
      }
      if (take(')')) {
        // A group only groups as long as it is not repeated.
        if (!in_group_ || quantifier_ahead()) return false;
        in_group_ = false;
        continue;
      }
      Item item;
      if (!atom(item) || !counts(item)) return false;
      out.items_.push_back(item);
    }
    return !in_group_;
  }

private:
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool quantifier_ahead() const {
    return at_ < text_.size() &&
           std::string_view("*+?{").find(text_[at_]) != std::string_view::npos;
  }

  static void add(Item& item, char from, char to) {
    for (int c = from; c <= to; ++c) {
      item.ascii[static_cast<std::size_t>(c / 64)] |= std::uint64_t{1}
                                                      << (c % 64);
    }
  }
  static void negate(Item& item) {
    for (auto& word : item.ascii) word = ~word;
    item.others = !item.others;
  }
  static bool plain(char c) { return c >= 0x20 && c < 0x7f; }

  bool atom(Item& item) {
    const char c = text_[at_++];
    if (c == '\\') return escape(item, false);
    if (c == '[') return char_class(item);
    if (!plain(c) || special.find(c) != std::string_view::npos) return false;
    add(item, c, c);
    return true;
  }

  bool escape(Item& item, bool in_class) {
    if (at_ == text_.size()) return false;
    const char c = text_[at_++];
    const bool negated = c == 'D' || c == 'W';
    if (negated && in_class) return false;
    if (c == 'd' || c == 'D') {
      add(item, '0', '9');
    } else if (c == 'w' || c == 'W') {
      if (!ascii_words_) return false;
      add(item, '0', '9');
      add(item, 'a', 'z');
      add(item, 'A', 'Z');
      add(item, '_', '_');
    } else if (special.find(c) != std::string_view::npos || c == '/' ||
               c == '-') {
      add(item, c, c);
    } else {
      return false;
    }
    if (negated) negate(item);
    return true;
  }

  bool char_class(Item& item) {
    const bool negated = take('^');
    if (take(']')) return false;
    while (!take(']')) {
      if (at_ == text_.size()) return false;
      const char c = text_[at_++];
      if (c == '\\') {
        if (!escape(item, true)) return false;
        // A range that starts or ends with an escape is left to PCRE2.
        if (at_ < text_.size() && text_[at_] == '-') return false;
        continue;
      }
      if (!plain(c) || c == '[') return false;
      const std::string_view rest = text_.substr(at_);
      if (rest.size() < 2 || rest[0] != '-' || rest[1] == ']') {
        add(item, c, c);
        continue;
      }
      if (!is_plain_end(rest[1]) || rest[1] < c) return false;
      add(item, c, rest[1]);
      at_ += 2;
    }
    if (negated) negate(item);
    return true;
  }
  static bool is_plain_end(char c) { return plain(c) && c != '\\' && c != '['; }

  bool counts(Item& item) {
    if (take('*')) {
      item.min = 0;
      item.max = unlimited;
    } else if (take('+')) {
      item.max = unlimited;
    } else if (take('?')) {
      item.min = 0;
    } else if (take('{')) {
      if (!number(item.min)) return false;
      item.max = item.min;
      if (take(',')) {
        item.max = unlimited;
        if (!take('}'))
          return number(item.max) && item.min <= item.max && take('}') &&
                 !quantifier_ahead();
        return !quantifier_ahead();
      }
      if (!take('}')) return false;
    }
    return !quantifier_ahead();
  }

  bool number(std::uint32_t& out) {
    std::uint32_t value = 0;
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_])) {
      value = value * 10 + static_cast<std::uint32_t>(text_[at_++] - '0');
      if (value > largest_count) return false;
    }
    out = value;
    return at_ > start;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool ascii_words_;
  bool in_group_ = false;
};

bool SimplePattern::Item::overlaps(const Item& other) const {
  return (ascii[0] & other.ascii[0]) != 0 || (ascii[1] & other.ascii[1]) != 0 ||
         (others && other.others);
}

// Whether taking as much as possible is right for each item: what may follow
// one with a choice must not start with the same characters.
bool SimplePattern::decides_by_one_character() const {
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (items_[i].min == items_[i].max) continue;
    for (std::size_t j = i + 1; j < items_.size(); ++j) {
      if (items_[i].overlaps(items_[j])) return false;
      if (items_[j].min > 0) break;
    }
  }
  return true;
}

std::optional<SimplePattern> SimplePattern::compile(std::string_view ecma,
                                                    Dialect dialect) {
  SimplePattern out;
  out.dialect_ = dialect;
  if (!Reader(ecma, dialect).read(out)) return {};
  if (!out.decides_by_one_character()) return {};
  return out;
}

bool SimplePattern::match(std::string_view text) const {
  std::size_t at = 0;
  for (const Item& item : items_) {
    std::uint32_t count = 0;
    while (count < item.max && at < text.size() &&
           item.has(static_cast<unsigned char>(text[at]))) {
      // Over one code point.
      const bool is_ascii = (text[at++] & 0x80) == 0;
      while (!is_ascii && at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
      ++count;
    }
    if (count < item.min) return false;
  }
  if (!to_end_ || at == text.size()) return true;
  return dialect_ == Dialect::platform && text.substr(at) == "\n";
}

}  // namespace trunklift::schema
