// Counts are read one by one; the lower one of each pair is in force.
#include "model/limits.h"

#include <algorithm>

#include "model/cast.h"
#include "model/placeholder.h"

namespace trunklift {
namespace {

std::optional<std::int64_t> in_force(const Value& root, const Key& own,
                                     const Key& cap) {
  const auto limit = read_limit(root.find(own)).count;
  const auto most = read_limit(root.find(cap)).count;
  return limit && most ? std::min(limit, most) : limit ? limit : most;
}

}  // namespace

LimitCount read_limit(const Value* value) {
  using enum LimitCount::Form;
  if (!value) return {};
  if (is_undefined(*value) || is_placeholder(value->string_or_empty())) {
    return {undefined, {}};
  }
  const auto count = cast_integer(*value);
  if (!count || *count < -1) return {unusable, {}};
  const LimitCount::Form form = value->is(Type::integer) ? plain : cast;
  if (*count == -1) return {form == plain ? none : cast, {}};
  return {form, count};
}

Limits limits_in_force(const Value& root) {
  return {in_force(root, "twoway_trunks", "pvt_twoway_trunks"),
          in_force(root, "inbound_trunks", "pvt_inbound_trunks")};
}

}  // namespace trunklift
