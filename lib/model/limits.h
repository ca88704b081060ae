// What a limits document says: how many calls an account may have at once.
#pragma once

#include <cstdint>
#include <optional>

#include "model/value.h"

namespace trunklift {

// One count that a limits document has. It is read as the platform would read
// it if it were as lenient there as it is with trunk documents.
struct LimitCount {
  enum class Form : std::uint8_t {
    none,       // no limit: -1, or nothing is there
    plain,      // a whole number
    cast,       // text or a fraction that is a number
    undefined,  // the text "undefined", or another word for nothing
    unusable,
  };
  Form form = Form::none;
  std::optional<std::int64_t> count;
};
LimitCount read_limit(const Value* value);

// The counts in force: the lower of the account's own limit and the private cap
// that its reseller set. Nothing where neither is set.
struct Limits {
  std::optional<std::int64_t> twoway_trunks, inbound_trunks;
};
Limits limits_in_force(const Value& root);

}  // namespace trunklift
