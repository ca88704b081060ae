// Numbers in the text of a document, as RFC 8259 writes them.
#include "parse/number_token.h"

#include "base/text.h"

namespace trunklift {
namespace {

// The end of the run of digits that starts at `i`.
std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && is_digit(text[i])) ++i;
  return i;
}

}  // namespace

std::optional<NumberToken> number_at(std::string_view text, std::size_t i) {
  NumberToken token{i, 0, false, 0};
  std::size_t at = i + (text[i] == '-');
  const std::size_t digits = skip_digits(text, at) - at;
  if (digits == 0 || (digits > 1 && text[at] == '0')) return {};
  token.integer_digits = digits;
  at += digits;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    if (end == at + 1) return {};
    at = end;
    token.has_fraction_or_exponent = true;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    std::size_t start = at + 1;
    if (start < text.size() && (text[start] == '+' || text[start] == '-')) {
      ++start;
    }
    const std::size_t end = skip_digits(text, start);
    if (end == start) return {};
    at = end;
    token.has_fraction_or_exponent = true;
  }
  token.size = at - i;
  return token;
}

}  // namespace trunklift
