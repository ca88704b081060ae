// Reads the realm of an account, and the trunks that its limits allow.
#include "pipeline/context.h"

#include <string_view>

#include "model/limits.h"
#include "model/placeholder.h"

namespace trunklift {

std::optional<AccountContext> context_of(const Value& root,
                                         const Identity& identity) {
  AccountContext context;
  if (identity.kind != Kind::account && identity.kind != Kind::limits) {
    return {};
  }
  if (identity.deleted) return context;
  if (identity.kind == Kind::account) {
    const Value* realm = root.find("realm");
    const std::string_view name = realm ? realm->string_or_empty() : "";
    if (!name.empty() && name != undefined_text) {
      context.realm = realm_key(name);
      context.exact_realm = exact_realm_key(name);
    }
    return context;
  }
  const Limits limits = limits_in_force(root);
  context.has_limits = true;
  context.twoway_trunks = limits.twoway_trunks;
  context.inbound_trunks = limits.inbound_trunks;
  return context;
}

}  // namespace trunklift
