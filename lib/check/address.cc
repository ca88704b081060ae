// Addresses and labels are read by base/internet_text.h.
#include "check/address.h"

#include "base/internet_text.h"
#include "base/text.h"

namespace trunklift {
namespace {

// DNS servers accept names with underscores, too.
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
