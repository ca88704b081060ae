// SIP addresses of endpoints: literal, host name, or neither.
#include "check/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace trunklift {
namespace {

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' &&
         label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'z') ||
                  (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
         });
}

bool is_host_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.empty() || name.size() > 253) return false;
  std::string_view last;
  while (true) {
    const auto dot = name.find('.');
    last = name.substr(0, dot);
    if (!is_label(last)) return false;
    if (dot == std::string_view::npos) return !all_digits(last);
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

AddressKind address_kind(std::string_view address) {
  if (address.find('\0') != std::string_view::npos) {
    return AddressKind::malformed;
  }
  const std::string text(address);
  unsigned char bytes[sizeof(in6_addr)];
  if (inet_pton(AF_INET, text.c_str(), bytes) == 1 ||
      inet_pton(AF_INET6, text.c_str(), bytes) == 1) {
    return AddressKind::literal;
  }
  return is_host_name(address) ? AddressKind::name : AddressKind::malformed;
}

}  // namespace trunklift
