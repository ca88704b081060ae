// What an account or limits document says of its account.
#include "pipeline/context.h"

#include <string_view>

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
    if (!name.empty()) {
      context.realm = realm_key(name);
      context.exact_realm = exact_realm_key(name);
    }
    return context;
  }
  const auto count = [&](std::string_view key) {
    const Value* value = root.find(key);
    return value && value->is(Type::integer) && value->integer >= 0
               ? std::optional(value->integer)
               : std::nullopt;
  };
  context.has_limits = true;
  context.twoway_trunks = count("twoway_trunks");
  context.inbound_trunks = count("inbound_trunks");
  return context;
}

}  // namespace trunklift
