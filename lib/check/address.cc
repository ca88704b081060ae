// SIP addresses of endpoints: literal, host name, or neither.
#include "check/address.h"

#include "base/internet_text.h"
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
  if (is_ipv4(address) || is_ipv6(address)) return AddressKind::literal;
  return is_host_name(address) ? AddressKind::name : AddressKind::malformed;
}

}  // namespace trunklift
