// Passwords in URIs and connection strings, made unreadable.
#include "secrets.h"

#include <algorithm>

#include "base/text.h"

namespace trunklift {
namespace {

constexpr std::string_view hidden = "***";

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t", at), text.size());
}

// The end of the value that starts at `at`: libpq's rules for quotes and
// backslashes, and the ends that a query string has.
std::size_t value_end(std::string_view text, std::size_t at) {
  const bool quoted = at < text.size() && text[at] == '\'';
  const std::string_view ends = quoted ? "'" : " \t&#";
  for (std::size_t i = at + (quoted ? 1 : 0); i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (ends.find(text[i]) != std::string_view::npos) {
      return quoted ? i + 1 : i;
    }
  }
  return text.size();
}

std::string hide_values(std::string_view text) {
  constexpr std::string_view word = "password";
  const std::string lower = to_lower(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 0; (at = lower.find(word, at)) != std::string::npos;) {
    at += word.size();
    const std::size_t equals = skip_blanks(text, at);
    if (equals == text.size() || text[equals] != '=') continue;
    const std::size_t value = skip_blanks(text, equals + 1);
    out.append(text, done, value - done).append(hidden);
    done = at = value_end(text, value);
  }
  return out.append(text.substr(done));
}

// Where a URI's part with the user starts; npos if `text` is none.
std::size_t user_part(std::string_view text) {
  const std::string start = to_lower(text.substr(0, 5));
  for (const std::string_view scheme : {"sip:", "sips:"}) {
    if (start.starts_with(scheme)) return scheme.size();
  }
  const std::size_t slashes = text.find("://");
  return slashes == std::string_view::npos ? slashes : slashes + 3;
}

// The password ends at the last @: one that holds @ or / unescaped is wrong in
// a URI, but must not be shown for that.
std::string hide_user_part(std::string text) {
  const std::size_t user = user_part(text);
  const std::size_t at = text.rfind('@');
  if (user == std::string::npos || at == std::string::npos) return text;
  const std::size_t colon = text.find(':', user);
  if (colon == std::string::npos || colon > at) return text;
  return text.replace(colon + 1, at - colon - 1, hidden);
}

}  // namespace

std::string without_secrets(std::string_view text) {
  return hide_user_part(hide_values(text));
}

}  // namespace trunklift
