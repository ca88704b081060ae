// SIP addresses of endpoints: literal, host name, or neither.
#include "check/address.h"

#include <arpa/inet.h>

#include <string>

#include "base/host_name.h"
#include "base/text.h"

namespace trunklift {
namespace {

// Servers take names with underscores as well.
bool is_host_name(std::string_view name) {
  const auto last = last_label(name, "_");
  return last && !all_digits(*last);
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
