// Names label by label, addresses by the system, URIs byte by byte.
#include "base/internet_text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace trunklift {
namespace {

constexpr std::size_t most_of_name = 253, most_of_label = 63;

bool is_label(std::string_view label, std::string_view others) {
  return !label.empty() && label.size() <= most_of_label &&
         label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [&](char c) {
           return is_alnum(c) || c == '-' ||
                  others.find(c) != std::string_view::npos;
         });
}

bool is_address(int family, std::string_view text) {
  unsigned char bytes[sizeof(in6_addr)];
  return text.find('\0') == std::string_view::npos &&
         inet_pton(family, std::string(text).c_str(), bytes) == 1;
}

}  // namespace

bool is_ipv4(std::string_view text) { return is_address(AF_INET, text); }
bool is_ipv6(std::string_view text) { return is_address(AF_INET6, text); }

bool is_uri_text(std::string_view text, std::string_view marks,
                 std::string_view others) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size() || !is_hex(text[i + 1]) ||
          !is_hex(text[i + 2])) {
        return false;
      }
      i += 2;
    } else if (!is_alnum(text[i]) && marks.find(text[i]) == marks.npos &&
               others.find(text[i]) == others.npos) {
      return false;
    }
  }
  return true;
}

std::optional<std::string_view> last_label(std::string_view name,
                                           std::string_view others) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > most_of_name) return {};
  while (true) {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const std::string_view label = name.substr(0, dot);
    if (!is_label(label, others)) return {};
    if (dot == name.size()) return label;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace trunklift
