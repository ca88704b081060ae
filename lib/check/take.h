// Reads members of a normalized document and marks them as taken, if they are
// of the type that they are read as.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "model/legacy.h"
#include "model/value.h"

namespace trunklift::take {

// Ids and revisions, which are the Identity's; empty text is none.
void id(const Value& object, const Key& key);

std::optional<std::string_view> text(const Value& object, const Key& key);
std::optional<std::int64_t> integer(const Value& object, const Key& key);
std::optional<bool> boolean(const Value& object, const Key& key);

// A list whose items all are of the type `item`, or nullptr.
const Value* list(const Value& object, const Key& key,
                  Type item = Type::string);

// `may_be_blank`: where normalization says so of a caller id without halves.
CallerId caller_id(const Value& object, const Key& key,
                   bool may_be_blank = false);

// A caller id that stays in `extra` as well: nothing is marked.
CallerId look(const Value& object, const Key& key);

Failover failover(const Value& object);

}  // namespace trunklift::take
