// Numbers, equality and hashes of values the way JSON Schema has them: 1 and
// 1.0 are one number, and the order of members does not matter.
#pragma once

#include <cstdint>

#include "model/value.h"

namespace trunklift::schema {

// Less than, equal to or greater than 0; exact for numbers of any size.
int compare_numbers(const Value& a, const Value& b);

// Exact; the divisor is greater than 0.
bool is_multiple(const Value& number, const Value& divisor);

bool equal_values(const Value& a, const Value& b);

// Equal values have equal hashes.
std::uint64_t hash_value(const Value& value, std::uint64_t seed);

}  // namespace trunklift::schema
