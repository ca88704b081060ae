// ECMA-262 regular expressions, written as PCRE2 has them.
#include "schema/ecma.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace trunklift::schema {
namespace {

// WhiteSpace and LineTerminator of ECMA-262, and all other code points.
constexpr std::string_view space =
    "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}"
    "\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
constexpr std::string_view not_space =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{9f}\\x{a1}-\\x{167f}"
    "\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}"
    "\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
    "\\x{ff00}-\\x{10ffff}";

// \w of the platform, and all other code points.
constexpr std::string_view latin_word =
    "\\w\\x{aa}\\x{b5}\\x{ba}\\x{c0}-\\x{d6}\\x{d8}-\\x{f6}\\x{f8}-\\x{ff}";
constexpr std::string_view not_latin_word =
    "\\x{0}-\\x{2f}\\x{3a}-\\x{40}\\x{5b}-\\x{5e}\\x{60}\\x{7b}-\\x{a9}"
    "\\x{ab}-\\x{b4}\\x{b6}-\\x{b9}\\x{bb}-\\x{bf}\\x{d7}\\x{f7}"
    "\\x{100}-\\x{10ffff}";

// Long and short names of the general categories (PropertyValueAliases.txt);
// PCRE2 knows only the short ones.
constexpr std::array<std::pair<std::string_view, std::string_view>, 42>
    categories{{{"cased_letter", "L&"},
                {"close_punctuation", "Pe"},
                {"cntrl", "Cc"},
                {"combining_mark", "M"},
                {"connector_punctuation", "Pc"},
                {"control", "Cc"},
                {"currency_symbol", "Sc"},
                {"dash_punctuation", "Pd"},
                {"decimal_number", "Nd"},
                {"digit", "Nd"},
                {"enclosing_mark", "Me"},
                {"final_punctuation", "Pf"},
                {"format", "Cf"},
                {"initial_punctuation", "Pi"},
                {"lc", "L&"},
                {"letter", "L"},
                {"letter_number", "Nl"},
                {"line_separator", "Zl"},
                {"lowercase_letter", "Ll"},
                {"mark", "M"},
                {"math_symbol", "Sm"},
                {"modifier_letter", "Lm"},
                {"modifier_symbol", "Sk"},
                {"nonspacing_mark", "Mn"},
                {"number", "N"},
                {"open_punctuation", "Ps"},
                {"other", "C"},
                {"other_letter", "Lo"},
                {"other_number", "No"},
                {"other_punctuation", "Po"},
                {"other_symbol", "So"},
                {"paragraph_separator", "Zp"},
                {"private_use", "Co"},
                {"punct", "P"},
                {"punctuation", "P"},
                {"separator", "Z"},
                {"space_separator", "Zs"},
                {"spacing_mark", "Mc"},
                {"symbol", "S"},
                {"titlecase_letter", "Lt"},
                {"unassigned", "Cn"},
                {"uppercase_letter", "Lu"}}};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

class Translator {
public:
  Translator(std::string_view pattern, Dialect dialect)
      : in_(pattern), latin_(dialect == Dialect::platform) {}

  std::string run() {
    while (at_ < in_.size()) term();
    return std::move(out_);
  }

private:
  bool ahead(std::string_view text) const {
    return in_.substr(at_).starts_with(text);
  }
  char next() {
    if (at_ == in_.size()) throw BadPattern("it ends too early");
    return in_[at_++];
  }
  void code_point(std::uint32_t c) {
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    do hex.insert(hex.begin(), digits[c & 15]);
    while (c >>= 4);
    out_ += "\\x{" + hex + "}";
  }

  void term() {
    const char c = next();
    switch (c) {
      case '\\':
        escape();
        repeatable_ = true;
        return;
      case '[':
        char_class();
        repeatable_ = true;
        return;
      case '(':
        group();
        repeatable_ = false;
        return;
      case '.':
        out_ += "[^\\n\\r\\x{2028}\\x{2029}]";
        repeatable_ = true;
        return;
      case '^':
      case '$':
      case '|':
        out_ += c;
        repeatable_ = false;
        return;
      case '*':
      case '+':
      case '?':
        --at_;
        quantifier(std::string_view(&in_[at_], 1));
        return;
      case '{':
        --at_;
        brace();
        return;
      case ']':
      case '}': out_ += '\\'; break;
      default: break;
    }
    out_ += c;
    repeatable_ = true;
  }

  void quantifier(std::string_view text) {
    if (!repeatable_) throw BadPattern("there is nothing to repeat");
    out_ += text;
    at_ += text.size();
    if (ahead("?")) out_ += next();
    repeatable_ = false;
  }

  // {n}, {n,}, {n,m}, or a brace that stands for itself.
  void brace() {
    std::size_t end = at_ + 1;
    const auto digits = [&] {
      const std::size_t start = end;
      while (end < in_.size() && is_digit(in_[end])) ++end;
      return end > start;
    };
    bool counted = digits();
    if (counted && end < in_.size() && in_[end] == ',') {
      ++end;
      digits();
    }
    counted = counted && end < in_.size() && in_[end] == '}';
    if (counted) return quantifier(in_.substr(at_, end + 1 - at_));
    out_ += "\\{";
    ++at_;
    repeatable_ = true;
  }

  void group() {
    out_ += '(';
    if (!ahead("?")) return;
    for (const std::string_view start : {"?:", "?=", "?!", "?<=", "?<!"}) {
      if (!ahead(start)) continue;
      out_ += start;
      at_ += start.size();
      return;
    }
    if (!ahead("?<")) throw BadPattern("a group of an unknown kind");
    at_ += 2;
    out_ += "?<" + name('>') + ">";
  }

  // The name up to `end`, which is read as well.
  std::string name(char end) {
    const std::size_t start = at_;
    while (at_ < in_.size() && is_word(in_[at_])) ++at_;
    std::string found(in_.substr(start, at_ - start));
    if (found.empty() || next() != end) throw BadPattern("a name is malformed");
    return found;
  }

  void escape() {
    const char c = next();
    switch (c) {
      case 'b':
      case 'B':
      case 'd':
      case 'D': out_ += {'\\', c}; return;
      case 'w':
      case 'W': word(c); return;
      case 's': (out_ += '[').append(space) += ']'; return;
      case 'S': (out_ += "[^").append(space) += ']'; return;
      case 'p':
      case 'P': property(c); return;
      case 'k':
        if (next() != '<') throw BadPattern("\\k without a name");
        out_ += "\\k<" + name('>') + ">";
        return;
      default: break;
    }
    if (c < '1' || c > '9') return code_point(character(c));
    const std::size_t start = at_ - 1;
    while (at_ < in_.size() && is_digit(in_[at_])) ++at_;
    (out_ += "\\g{").append(in_.substr(start, at_ - start)) += '}';
  }

  void word(char c) {
    if (!latin_) {
      out_ += {'\\', c};
    } else {
      (out_ += '[').append(c == 'w' ? latin_word : not_latin_word) += ']';
    }
  }

  // The code point of a character escape, `\` and `c` read.
  std::uint32_t character(char c) {
    switch (c) {
      case 't': return '\t';
      case 'n': return '\n';
      case 'v': return '\v';
      case 'f': return '\f';
      case 'r': return '\r';
      case 'x': return hex(2);
      case 'u': return unicode();
      case '0':
        if (at_ < in_.size() && is_digit(in_[at_])) {
          throw BadPattern("an octal escape");
        }
        return 0;
      case 'c': {
        const char letter = next();
        if (!is_letter(letter)) throw BadPattern("\\c without a letter");
        return static_cast<std::uint32_t>(letter) % 32;
      }
      default: break;
    }
    if (is_word(c) || static_cast<unsigned char>(c) >= 0x80) {
      throw BadPattern(std::string("unknown escape \\") + c);
    }
    return static_cast<unsigned char>(c);
  }

  std::uint32_t hex(int digits) {
    std::uint32_t value = 0;
    for (; digits > 0; --digits) value = value * 16 + hex_digit(next());
    return value;
  }

  static std::uint32_t hex_digit(char c) {
    if (is_digit(c)) return static_cast<std::uint32_t>(c - '0');
    const char low = static_cast<char>(c | 32);
    if (low < 'a' || low > 'f') throw BadPattern("a hex digit is missing");
    return static_cast<std::uint32_t>(low - 'a' + 10);
  }

  std::uint32_t unicode() {
    std::uint32_t c = 0;
    if (ahead("{")) {
      ++at_;
      do {
        c = c * 16 + hex_digit(next());
        if (c > 0x10ffff) throw BadPattern("a code point beyond 10FFFF");
      } while (!ahead("}"));
      ++at_;
    } else {
      c = hex(4);
      if (c >= 0xd800 && c < 0xdc00 && ahead("\\u")) {
        at_ += 2;
        const std::uint32_t low = hex(4);
        if (low < 0xdc00 || low > 0xdfff) throw BadPattern("half a surrogate");
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      }
    }
    if (c >= 0xd800 && c <= 0xdfff) throw BadPattern("half a surrogate");
    return c;
  }

  // \p{Letter}, \p{gc=Lu}, \p{Script=Greek}, ...
  void property(char p) {
    if (next() != '{') throw BadPattern("\\p without a name");
    const auto end = in_.find_first_of("=}", at_);
    if (end == std::string_view::npos) throw BadPattern("\\p without an end");
    std::string kind;
    if (in_[end] == '=') kind = to_lower(name('='));
    std::string value = name('}');
    std::string prefix;
    if (kind == "script" || kind == "sc") {
      prefix = "sc:";
    } else if (kind == "script_extensions" || kind == "scx") {
      prefix = "scx:";
    } else if (!kind.empty() && kind != "general_category" && kind != "gc") {
      throw BadPattern("an unknown property");
    } else {
      const auto* found = std::find_if(
          categories.begin(), categories.end(),
          [&](auto& entry) { return entry.first == to_lower(value); });
      if (found != categories.end()) value = found->second;
    }
    out_ += {'\\', p};
    out_ += "{" + prefix + value + "}";
  }

  void char_class() {
    out_ += '[';
    if (ahead("^")) out_ += next();
    for (char c = next(); c != ']'; c = next()) {
      if (c == '\\') {
        class_escape();
      } else if (c == '-' || static_cast<unsigned char>(c) >= 0x80) {
        out_ += c;
      } else {
        code_point(static_cast<std::uint32_t>(c));
      }
    }
    out_ += ']';
  }

  void class_escape() {
    const char c = next();
    switch (c) {
      case 'd':
      case 'D': out_ += {'\\', c}; return;
      case 'w':
      case 'W':
        if (!latin_) {
          out_ += {'\\', c};
        } else {
          out_ += c == 'w' ? latin_word : not_latin_word;
        }
        return;
      case 's': out_ += space; return;
      case 'S': out_ += not_space; return;
      case 'p':
      case 'P': property(c); return;
      case 'b': code_point('\b'); return;
      default: code_point(character(c));
    }
  }

  std::string_view in_;
  bool latin_;  // \w as the platform has it
  std::size_t at_ = 0;
  std::string out_;
  bool repeatable_ = false;  // whether a quantifier may come next
};

}  // namespace

std::string to_pcre2(std::string_view ecma, Dialect dialect) {
  // PCRE2 closes a group only where it was opened; its own check of that, and
  // of names and numbers of groups, is good for ECMA-262 too.
  return Translator(ecma, dialect).run();
}

}  // namespace trunklift::schema
