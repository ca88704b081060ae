// The formats of draft-04, strictly by their RFCs.
#include "schema/formats.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "base/internet_text.h"
#include "base/text.h"

namespace trunklift::schema {
namespace {

struct Entry {
  std::string_view name;
  std::string_view described;
};
constexpr std::array<Entry, 6> formats{{{"date-time", "a date-time"},
                                        {"email", "an email address"},
                                        {"hostname", "a host name"},
                                        {"ipv4", "an IPv4 address"},
                                        {"ipv6", "an IPv6 address"},
                                        {"uri", "a URI"}}};

bool is_in(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

// Eats what it takes off the front of a text.
class Cursor {
public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Either case of an ASCII letter.
  bool take_letter(char upper) {
    return take(upper) || take(static_cast<char>(upper | 32));
  }
  // Exactly `count` digits, of a value within [low, high].
  bool number(int count, int low, int high, int& out) {
    out = 0;
    for (; count > 0; --count) {
      if (rest_.empty() || !is_digit(rest_[0])) return false;
      out = out * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    return out >= low && out <= high;
  }
  bool digits() {
    const std::size_t before = rest_.size();
    while (!rest_.empty() && is_digit(rest_[0])) rest_.remove_prefix(1);
    return rest_.size() < before;
  }
  bool at_end() const { return rest_.empty(); }

private:
  std::string_view rest_;
};

bool is_date(int year, int month, int day) {
  return std::chrono::year_month_day(
             std::chrono::year(year),
             std::chrono::month(static_cast<unsigned>(month)),
             std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

bool is_date_time(std::string_view text) {
  Cursor in(text);
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  if (!in.number(4, 0, 9999, year) || !in.take('-') ||
      !in.number(2, 1, 12, month) || !in.take('-') ||
      !in.number(2, 1, 31, day) || !is_date(year, month, day) ||
      !in.take_letter('T') || !in.number(2, 0, 23, hour) || !in.take(':') ||
      !in.number(2, 0, 59, minute) || !in.take(':') ||
      !in.number(2, 0, 60, second)) {
    return false;
  }
  if (in.take('.') && !in.digits()) return false;
  int offset = 0;
  if (!in.take_letter('Z')) {
    const bool plus = in.take('+');
    int hours = 0, minutes = 0;
    if ((!plus && !in.take('-')) || !in.number(2, 0, 23, hours) ||
        !in.take(':') || !in.number(2, 0, 59, minutes)) {
      return false;
    }
    offset = (hours * 60 + minutes) * (plus ? 1 : -1);
  }
  if (!in.at_end()) return false;
  constexpr int day_minutes = 24 * 60;
  const int utc = (hour * 60 + minute - offset + 2 * day_minutes) % day_minutes;
  return second < 60 || utc == day_minutes - 1;
}

bool is_hostname(std::string_view text) {
  return !text.ends_with('.') && last_label(text);
}

bool is_quoted_local(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') {
    return false;
  }
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '"' || text[i] < ' ' || text[i] > '~') return false;
    if (text[i] != '\\') continue;
    ++i;
    if (i == text.size() || text[i] < ' ' || text[i] > '~') return false;
  }
  return true;
}

bool is_dot_string(std::string_view text) {
  char before = '.';
  for (const char c : text) {
    if (c == '.' ? before == '.'
                 : !is_alnum(c) && !is_in(c, "!#$%&'*+-/=?^_`{|}~")) {
      return false;
    }
    before = c;
  }
  return before != '.';
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at > 64) return false;
  const std::string_view local = text.substr(0, at);
  std::string_view domain = text.substr(at + 1);
  if (!is_dot_string(local) && !is_quoted_local(local)) return false;
  if (domain.size() > 2 && domain.front() == '[' && domain.back() == ']') {
    domain = domain.substr(1, domain.size() - 2);
    if (equals_ignoring_case(domain.substr(0, 5), "IPv6:")) {
      return is_ipv6(domain.substr(5));
    }
    return is_ipv4(domain);
  }
  return is_hostname(domain);
}

// Unreserved, sub-delims, percent-encoded and what is in `more`.
bool all_uri_characters(std::string_view text, std::string_view more) {
  return is_uri_text(text, "-._~!$&'()*+,;=", more);
}

bool is_ip_future(std::string_view text) {
  const auto dot = text.find('.');
  return dot != std::string_view::npos && dot > 1 && dot + 1 < text.size() &&
         is_in(text[0], "vV") &&
         std::all_of(text.begin() + 1, text.begin() + static_cast<long>(dot),
                     is_hex) &&
         text.find('%') == std::string_view::npos &&
         all_uri_characters(text.substr(dot + 1), ":");
}

bool is_authority(std::string_view text) {
  const auto at = text.find('@');
  if (at != std::string_view::npos) {
    if (!all_uri_characters(text.substr(0, at), ":")) return false;
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (!text.empty() && text[0] == '[') {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view address = text.substr(1, end - 1);
    if (!is_ipv6(address) && !is_ip_future(address)) return false;
    port = text.substr(end + 1);
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    if (!all_uri_characters(text.substr(0, colon), "")) return false;
    port = text.substr(colon);
  }
  if (port.empty()) return true;
  return port[0] == ':' && std::all_of(port.begin() + 1, port.end(), is_digit);
}

bool is_uri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || !is_alpha(text[0]) ||
      !std::all_of(text.begin(), text.begin() + static_cast<long>(colon),
                   [](char c) { return is_alnum(c) || is_in(c, "+-."); })) {
    return false;
  }
  text.remove_prefix(colon + 1);
  const auto hash = text.find('#');
  if (hash != std::string_view::npos) {
    if (!all_uri_characters(text.substr(hash + 1), ":@/?")) return false;
    text = text.substr(0, hash);
  }
  const auto mark = text.find('?');
  if (mark != std::string_view::npos) {
    if (!all_uri_characters(text.substr(mark + 1), ":@/?")) return false;
    text = text.substr(0, mark);
  }
  if (text.substr(0, 2) == "//") {
    text.remove_prefix(2);
    const auto slash = std::min(text.find('/'), text.size());
    if (!is_authority(text.substr(0, slash))) return false;
    text.remove_prefix(slash);
  }
  return all_uri_characters(text, ":@/");
}

}  // namespace

std::optional<Format> format_of(std::string_view name) {
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (formats[i].name == name) return static_cast<Format>(i);
  }
  return {};
}

std::string_view describe(Format format) {
  return formats.at(static_cast<std::size_t>(format)).described;
}

bool has_format(std::string_view text, Format format) {
  switch (format) {
    case Format::date_time: return is_date_time(text);
    case Format::email: return is_email(text);
    case Format::hostname: return is_hostname(text);
    case Format::ipv4: return is_ipv4(text);
    case Format::ipv6: return is_ipv6(text);
    case Format::uri: return is_uri(text);
  }
  return true;
}

}  // namespace trunklift::schema
