// Reads members of a normalized document. Each function marks the member as
// taken if it has the expected type, and otherwise returns nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/legacy.h"
#include "model/value.h"

namespace trunklift::take {

// Marks an id or a revision, which are read into the Identity. Leaves empty
// text.
void id(const Value& object, const Key& key);

std::optional<std::string_view> text(const Value& object, const Key& key);
std::optional<std::int64_t> integer(const Value& object, const Key& key);
std::optional<bool> boolean(const Value& object, const Key& key);

// The array if all its items have the type `item`, otherwise nullptr.
const Value* list(const Value& object, const Key& key,
                  Type item = Type::string);

// `may_be_blank`: the caller id may have neither name nor number, if
// normalization marked it as `blank`.
CallerId caller_id(const Value& object, const Key& key,
                   bool may_be_blank = false);

// Reads a caller id that also stays in `extra`, and so marks nothing.
CallerId look(const Value& object, const Key& key);

Failover failover(const Value& object);

}  // namespace trunklift::take
