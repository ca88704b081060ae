// The platform's own casts: what it takes for an integer or a boolean.
#pragma once

#include <cstdint>
#include <optional>

#include "model/value.h"

namespace trunklift {

// An integer; a number with a fraction, rounded half away from zero; text of
// an optional sign and digits, or of such a number with a decimal point. Not
// "1e3", " 5", "", "5s", booleans or null; nor what does not fit 64 bits.
// Source: shared cases, values/casts.ndjson.
std::optional<std::int64_t> cast_integer(const Value& value);

// true, false, "true", "false" and nothing else.
std::optional<bool> cast_boolean(const Value& value);

}  // namespace trunklift
