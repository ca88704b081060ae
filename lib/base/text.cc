// Most text is plain: what is not is looked for first, several bytes at once.
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <utility>

namespace trunklift {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr char hex_digits[] = "0123456789abcdef";

// True for the bytes that a JSON string must escape.
constexpr std::array<bool, 256> make_escaped() {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  table['"'] = table['\\'] = true;
  return table;
}
constexpr std::array<bool, 256> escaped = make_escaped();

// Whether one of eight bytes must be escaped; all at once, as bytes of a word.
bool any_escaped(const char* bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x80 * ones;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t quotes = word ^ ('"' * ones);
  const std::uint64_t slashes = word ^ ('\\' * ones);
  return (((word - 0x20 * ones) & ~word) | ((quotes - ones) & ~quotes) |
          ((slashes - ones) & ~slashes)) &
         tops;
}

void append_escape(std::string& out, unsigned char c) {
  switch (c) {
    case '"': out += "\\\""; return;
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    case '\b': out += "\\b"; return;
    case '\f': out += "\\f"; return;
    default:
      out += "\\u00";
      out += hex_digits[c >> 4];
      out += hex_digits[c & 15];
  }
}

}  // namespace

std::string to_lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool all_digits(std::string_view text) {
  if (text.empty()) return false;
  // Eight at a time: a digit stays in its row when six is added.
  constexpr std::uint64_t rows = 0xf0f0f0f0f0f0f0f0U;
  constexpr std::uint64_t row = 0x3030303030303030U;
  constexpr std::uint64_t six = 0x0606060606060606U;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    if (((word & rows) ^ row) | (((word + six) & rows) ^ row)) return false;
  }
  return std::all_of(text.begin(), text.end(), is_digit);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  if (!text.empty() && text.front() > ' ' && text.back() > ' ') return text;
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::size_t code_points(std::string_view utf8) {
  // Every byte that is not a continuation byte starts a code point.
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

namespace {

bool is_plain(std::string_view text) {
  const std::size_t size = text.size();
  if (size < 8) {
    return std::none_of(text.begin(), text.end(), [](char c) {
      return escaped[static_cast<unsigned char>(c)];
    });
  }
  for (std::size_t i = 0; i + 8 < size; i += 8) {
    if (any_escaped(text.data() + i)) return false;
  }
  return !any_escaped(text.data() + size - 8);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  if (is_plain(text)) {
    out += text;
    out += '"';
    return;
  }
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    while (i + 8 <= text.size() && !any_escaped(text.data() + i)) i += 8;
    if (i == text.size()) break;
    const auto c = static_cast<unsigned char>(text[i]);
    if (!escaped[c]) continue;
    out.append(text, start, i - start);
    append_escape(out, c);
    start = i + 1;
  }
  out.append(text, start, text.size() - start);
  out += '"';
}

std::string json_string(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

namespace {

// The length of the UTF-8 sequence that `bytes` starts with, 0 if it is none.
std::size_t sequence_length(std::string_view bytes) {
  const auto at = [&](std::size_t i) {
    return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
  const unsigned first = at(0), second = at(1);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(1) ? 2 : 0;
  if ((first & 0xF0) == 0xE0) {
    // Neither overlong nor a surrogate.
    const bool fits = first == 0xE0   ? second >= 0xA0
                      : first == 0xED ? second < 0xA0
                                      : true;
    return fits && continues(1) && continues(2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool fits = first == 0xF0   ? second >= 0x90
                      : first == 0xF4 ? second < 0x90
                                      : true;
    return fits && continues(1) && continues(2) && continues(3) ? 4 : 0;
  }
  return 0;
}

// Printable ASCII, which nearly all texts are: many bytes at a time.
bool is_printable(std::string_view bytes) {
  unsigned odd = 0;
  for (const char c : bytes) {
    odd |= static_cast<unsigned char>(c - 0x20) >= 0x5F;
  }
  return odd == 0;
}

// The length of the printable ASCII that `bytes` starts with.
std::size_t plain_length(std::string_view bytes) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x80 * ones;
  std::size_t i = 0;
  for (std::uint64_t word = 0; i + 8 <= bytes.size(); i += 8) {
    std::memcpy(&word, bytes.data() + i, sizeof word);
    const std::uint64_t deletes = word ^ (0x7F * ones);
    const std::uint64_t odd =
        word | ((word - 0x20 * ones) & ~word) | ((deletes - ones) & ~deletes);
    if (odd & tops) break;
  }
  while (i < bytes.size() && bytes[i] >= 0x20 && bytes[i] < 0x7F) ++i;
  return i;
}

// Calls `add` with the parts of `bytes`, in their order: plain ASCII, a
// sequence of UTF-8, or U+FFFD for a byte that is neither.
template <typename Add>
void for_each_part(std::string_view bytes, const Add& add) {
  while (!bytes.empty()) {
    std::size_t length = plain_length(bytes);
    if (!length) length = sequence_length(bytes);
    add(length ? bytes.substr(0, length) : std::string_view("\xEF\xBF\xBD"));
    bytes.remove_prefix(length ? length : 1);
  }
}

}  // namespace

std::string valid_utf8(std::string_view bytes) {
  std::string out;
  for_each_part(bytes, [&](std::string_view part) { out += part; });
  return out;
}

namespace {

// The code point of a sequence of UTF-8.
std::uint32_t code_point(std::string_view part) {
  const auto byte = [&](std::size_t i) {
    return static_cast<unsigned char>(part[i]) & 0x3FU;
  };
  switch (part.size()) {
    case 1: return static_cast<unsigned char>(part[0]);
    case 2: return (byte(0) & 0x1F) << 6 | byte(1);
    case 3: return (byte(0) & 0x0F) << 12 | byte(1) << 6 | byte(2);
    default:
      return (byte(0) & 0x07) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3);
  }
}

bool is_control(std::uint32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Characters of Unicode's categories Cf, Zl and Zp: they have no looks of their
// own.
bool is_unseen(std::uint32_t c) {
  constexpr std::pair<std::uint32_t, std::uint32_t> ranges[] = {
      {0x00AD, 0x00AD},   {0x0600, 0x0605},   {0x061C, 0x061C},
      {0x06DD, 0x06DD},   {0x070F, 0x070F},   {0x180E, 0x180E},
      {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
      {0xFEFF, 0xFEFF},   {0xFFF9, 0xFFFB},   {0x110BD, 0x110BD},
      {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE007F}};
  return std::any_of(
      std::begin(ranges), std::end(ranges),
      [&](const auto& range) { return c >= range.first && c <= range.second; });
}

// The last `digits` of them.
void append_hex_digits(std::string& out, std::uint32_t value, int digits) {
  while (digits-- > 0) out += hex_digits[value >> (4 * digits) & 15];
}

}  // namespace

void append_printable(std::string& out, std::string_view bytes) {
  if (is_printable(bytes)) {
    out += bytes;
    return;
  }
  for_each_part(bytes, [&](std::string_view part) {
    const std::uint32_t c = code_point(part.substr(0, 4));
    if (plain_length(part) == part.size() || !(is_control(c) || is_unseen(c))) {
      out += part;
    } else if (is_control(c)) {
      out += "\\x";
      append_hex_digits(out, c, 2);
    } else if (c < 0x10000) {
      out += "\\u";
      append_hex_digits(out, c, 4);
    } else {
      out += "\\u{";
      append_hex_digits(out, c, c < 0x100000 ? 5 : 6);
      out += '}';
    }
  });
}

void append_shown_json(std::string& out, std::string_view text) {
  if (is_printable(text)) {
    append_json_string(out, text);
    return;
  }
  out += '"';
  for_each_part(text, [&](std::string_view part) {
    if (plain_length(part) == part.size()) {
      for (const char c : part) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
      }
      return;
    }
    const std::uint32_t c = code_point(part);
    if (c < 0x20) {
      append_escape(out, static_cast<unsigned char>(c));
    } else if (!is_control(c) && !is_unseen(c)) {
      out += part;
    } else if (c < 0x10000) {
      out += "\\u";
      append_hex_digits(out, c, 4);
    } else {
      out += "\\u";
      append_hex_digits(out, 0xD800 + ((c - 0x10000) >> 10), 4);
      out += "\\u";
      append_hex_digits(out, 0xDC00 + ((c - 0x10000) & 0x3FF), 4);
    }
  });
  out += '"';
}

std::string shown_json(std::string_view text) {
  std::string out;
  append_shown_json(out, text);
  return out;
}

std::string printable(std::string_view bytes) {
  std::string out;
  append_printable(out, bytes);
  return out;
}

void append_hex(std::string& out, std::uint64_t value) {
  char digits[16];
  for (char* digit = digits + 16; digit != digits; value >>= 4) {
    *--digit = hex_digits[value & 15];
  }
  out.append(digits, sizeof digits);
}

std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), 1, ',');
  }
  return digits;
}

}  // namespace trunklift
