// A member that is not taken stays in `extra`.
#include "check/take.h"

#include <algorithm>

namespace trunklift::take {
namespace {

// Marks and returns the member if it has that type.
Value* taken(const Value& object, const Key& key, Type type) {
  Value* value = object.find(key);
  if (!value || !value->is(type)) return nullptr;
  value->taken = true;
  return value;
}

bool all_items(const Value& list, Type type) {
  return std::all_of(list.items, list.items + list.size,
                     [&](const Value& item) { return item.is(type); });
}

}  // namespace

void id(const Value& object, const Key& key) {
  Value* value = object.find(key);
  if (value && !value->string_or_empty().empty()) value->taken = true;
}

std::optional<std::string_view> text(const Value& object, const Key& key) {
  const Value* value = taken(object, key, Type::string);
  if (!value) return {};
  return value->string();
}

std::optional<std::int64_t> integer(const Value& object, const Key& key) {
  const Value* value = taken(object, key, Type::integer);
  if (!value) return {};
  return value->integer;
}

std::optional<bool> boolean(const Value& object, const Key& key) {
  const Value* value = taken(object, key, Type::boolean);
  if (!value) return {};
  return value->truth;
}

const Value* list(const Value& object, const Key& key, Type item) {
  Value* value = object.find(key);
  if (!value || !value->is(Type::array) || !all_items(*value, item)) {
    return nullptr;
  }
  value->taken = true;
  return value;
}

CallerId caller_id(const Value& object, const Key& key, bool may_be_blank) {
  Value* value = object.find(key);
  CallerId id;
  if (!value || !value->is(Type::object)) return id;
  id.name = text(*value, "cid_name");
  id.number = text(*value, "cid_number");
  id.present = id.name || id.number;
  Value* blank = value->find("blank");
  if (may_be_blank && !id.present && blank && blank->truth) {
    blank->taken = true;
    id.present = true;
  }
  return id;
}

CallerId look(const Value& object, const Key& key) {
  const CallerId id = caller_id(object, key);
  if (const Value* value = object.find(key)) {
    for (Member& member : members(*value)) member.value.taken = false;
  }
  return id;
}

Failover failover(const Value& object) {
  Failover out;
  const Value* value = object.find("failover");
  if (!value || !value->is(Type::object)) return out;
  out.number = text(*value, "e164");
  out.sip = text(*value, "sip");
  out.present = out.number || out.sip;
  return out;
}

}  // namespace trunklift::take
