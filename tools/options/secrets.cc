// Settings are found by their names, as URIs and as libpq writes them.
#include "options/secrets.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace trunklift {
namespace {

constexpr std::string_view hidden = "***";

constexpr std::array<std::string_view, 6> secret_names{
    "password", "passwd", "passphrase", "pwd", "secret", "token"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// What a name of a setting may hold; % for one that is escaped as in a URI.
bool is_name(char c) { return is_alnum(c) || c == '_' || c == '%'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(" \t", at), text.size());
}

unsigned hex_value(char c) {
  return static_cast<unsigned>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && is_hex(text[i + 1]) &&
        is_hex(text[i + 2])) {
      out += static_cast<char>(hex_value(text[i + 1]) << 4 |
                               hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

// Whether the name that ends before `equals` is that of a secret.
bool is_secret(std::string_view text, std::size_t equals) {
  std::size_t end = equals;
  while (end > 0 && is_blank(text[end - 1])) --end;
  std::size_t start = end;
  while (start > 0 && is_name(text[start - 1])) --start;
  const std::string name = to_lower(unescaped(text.substr(start, end - start)));
  return std::any_of(
      secret_names.begin(), secret_names.end(),
      [&](std::string_view secret) { return name.ends_with(secret); });
}

// Whether another setting, "name =", starts at `at`.
bool starts_setting(std::string_view text, std::size_t at) {
  const std::size_t start = at;
  while (at < text.size() && is_name(text[at])) ++at;
  const std::size_t equals = skip_blanks(text, at);
  return at > start && equals < text.size() && text[equals] == '=';
}

// The end of the value that starts at `at`: libpq's rules for quotes and
// backslashes, and the ends that a query string has. Blanks belong to it where
// no other setting follows: somebody forgot the quotes.
std::size_t value_end(std::string_view text, std::size_t at) {
  const bool quoted = at < text.size() && text[at] == '\'';
  for (std::size_t i = at + (quoted ? 1 : 0); i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (quoted ? text[i] == '\'' : text[i] == '&' || text[i] == '#') {
      return quoted ? i + 1 : i;
    } else if (!quoted && is_blank(text[i]) &&
               starts_setting(text, skip_blanks(text, i))) {
      return i;
    }
  }
  return text.size();
}

std::string hide_values(std::string_view text) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = 0;
       (at = text.find('=', at)) != std::string_view::npos;) {
    const std::size_t equals = at++;
    if (!is_secret(text, equals)) continue;
    const std::size_t value = skip_blanks(text, at);
    out.append(text, done, value - done).append(hidden);
    done = at = value_end(text, value);
  }
  return out.append(text.substr(done));
}

// Where the scheme before `slashes` starts.
std::size_t scheme_start(std::string_view text, std::size_t slashes) {
  while (slashes > 0 && (is_alnum(text[slashes - 1]) ||
                         std::string_view("+-.").find(text[slashes - 1]) !=
                             std::string_view::npos)) {
    --slashes;
  }
  return slashes;
}

// Where the user part of the first URI from `at` on starts; npos if there is
// none. A SIP URI has no slashes.
std::size_t user_part(std::string_view text, std::size_t at) {
  const std::string lower = to_lower(text.substr(at));
  std::size_t first = std::string_view::npos;
  for (const std::string_view mark : {"://", "sip:", "sips:"}) {
    const std::size_t found = lower.find(mark);
    if (found != std::string::npos) {
      first = std::min(first, at + found + mark.size());
    }
  }
  return first;
}

// The password ends at the last @ before the next URI: one that holds @ or /
// unescaped is wrong in a URI, but must not be shown for that.
std::string hide_user_parts(const std::string& text) {
  std::string out;
  std::size_t done = 0;
  std::size_t user = user_part(text, 0);
  while (user != std::string::npos) {
    const std::size_t next = text.find("://", user);
    const std::size_t end = next == std::string::npos
                                ? text.size()
                                : std::max(user, scheme_start(text, next));
    const std::string_view uri = std::string_view(text).substr(0, end);
    const std::size_t at = uri.rfind('@');
    const std::size_t colon = uri.find(':', user);
    if (at != std::string_view::npos && at >= user && colon < at) {
      out.append(text, done, colon + 1 - done).append(hidden);
      done = at;
    }
    user = next == std::string::npos ? next : next + 3;
  }
  return out.append(text, done);
}

}  // namespace

std::string without_secrets(std::string_view text) {
  return hide_user_parts(hide_values(text));
}

}  // namespace trunklift
