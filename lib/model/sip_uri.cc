// Where a failover may lead to: URIs of SIP and telephone numbers.
#include "model/sip_uri.h"

#include <algorithm>
#include <string>

#include "base/internet_text.h"
#include "base/text.h"

namespace trunklift {
namespace {

// *( unreserved / others / "%" HEX HEX )
bool is_text(std::string_view text, std::string_view others) {
  return is_uri_text(text, "-_.!~*'()", others);
}

// Takes `prefix`, whatever its case.
bool take(std::string_view& text, std::string_view prefix) {
  if (!equals_ignoring_case(text.substr(0, prefix.size()), prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

// What stands before the first of `marks`; `text` keeps the rest.
std::string_view take_until(std::string_view& text, std::string_view marks) {
  const std::size_t end = std::min(text.find_first_of(marks), text.size());
  const std::string_view out = text.substr(0, end);
  text.remove_prefix(end);
  return out;
}

// user [ ":" password ]
bool is_userinfo(std::string_view text) {
  const std::string_view user = take_until(text, ":");
  if (user.empty() || !is_text(user, "&=+$,;?/")) return false;
  return text.empty() || is_text(text.substr(1), "&=+$,");
}

// *( domainlabel "." ) toplabel [ "." ]
bool is_hostname(std::string_view host) {
  const auto top = last_label(host);
  return top && is_alpha(top->front());
}

bool is_port(std::string_view port) {
  if (!all_digits(port) || port.size() > 5) return false;
  unsigned value = 0;
  for (const char c : port) value = value * 10 + static_cast<unsigned>(c - '0');
  return value >= 1 && value <= 65535;
}

bool is_hostport(std::string_view text) {
  bool good = false;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return false;
    good = is_ipv6(text.substr(1, end - 1));
    text.remove_prefix(end + 1);
  } else {
    const std::string_view host = take_until(text, ":");
    good = is_hostname(host) || is_ipv4(host);
  }
  if (!good) return false;
  return text.empty() || (text[0] == ':' && is_port(text.substr(1)));
}

// ";" name [ "=" value ] over and over.
bool are_parameters(std::string_view text, std::string_view others) {
  while (!text.empty()) {
    text.remove_prefix(1);
    std::string_view value = take_until(text, ";");
    const std::string_view name = take_until(value, "=");
    if (name.empty() || !is_text(name, others)) return false;
    if (value.empty()) continue;
    value.remove_prefix(1);
    if (value.empty() || !is_text(value, others)) return false;
  }
  return true;
}

// "?" name "=" value, more of them behind "&".
bool are_headers(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(1);
    std::string_view value = take_until(text, "&");
    const std::string_view name = take_until(value, "=");
    if (name.empty() || value.empty()) return false;
    if (!is_text(name, "[]/?:+$") || !is_text(value.substr(1), "[]/?:+$")) {
      return false;
    }
  }
  return true;
}

bool is_phone_digit(char c) {
  return is_digit(c) ||
         std::string_view("-.()").find(c) != std::string_view::npos;
}

}  // namespace

bool is_sip_uri(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return false;
  if (!take(text, "sip:") && !take(text, "sips:")) return false;
  const std::size_t at = text.find('@');
  if (at != std::string_view::npos) {
    if (!is_userinfo(text.substr(0, at))) return false;
    text.remove_prefix(at + 1);
  }
  if (!is_hostport(take_until(text, ";?"))) return false;
  return are_parameters(take_until(text, "?"), "[]/:&+$") && are_headers(text);
}

bool is_tel_uri(std::string_view text) {
  if (!take(text, "tel:")) return false;
  std::string_view number = take_until(text, ";");
  if (!are_parameters(text, "[]/:&+$")) return false;
  const bool global = number.starts_with('+');
  if (global) {
    number.remove_prefix(1);
  } else if (to_lower(text).find(";phone-context=") == std::string::npos) {
    return false;
  }
  return std::any_of(number.begin(), number.end(), is_digit) &&
         std::all_of(number.begin(), number.end(), [&](char c) {
           return is_phone_digit(c) ||
                  (!global && (is_hex(c) || c == '*' || c == '#'));
         });
}

}  // namespace trunklift
