// Building and editing Value trees: what the model leaves out on purpose.
#include "generate/tree.h"

#include <algorithm>

namespace trunklift::generate {

Value object_of(Arena& arena, std::initializer_list<Member> members) {
  ObjectMaker maker(arena, members.size());
  for (const Member& member : members) maker.add(member.key, member.value);
  return maker.done();
}

Value array_of(Arena& arena, std::initializer_list<Value> items) {
  Value array = Value::empty_array();
  array.items = arena.new_items(items.size());
  array.size = static_cast<std::uint32_t>(items.size());
  std::copy(items.begin(), items.end(), array.items);
  return array;
}

// Members are renamed by whoever does not know their object.
constexpr std::uint64_t any_key = ~std::uint64_t{0};

ObjectMaker::ObjectMaker(Arena& arena, std::size_t capacity)
    : object_(Value::empty_object()) {
  object_.members = arena.new_members(capacity);
  object_.keys = any_key;
}

void ObjectMaker::add(std::string_view key, Value value) {
  object_.members[object_.size++] = {key, value};
}

void append_member(Arena& arena, Value& object, std::string_view key,
                   Value value) {
  Member* grown = arena.new_members(object.size + 1);
  std::copy(object.members, object.members + object.size, grown);
  grown[object.size++] = {key, value};
  object.members = grown;
  object.indexed = false;
  object.keys = any_key;
}

void put(Arena& arena, Value& object, std::string_view key, Value value) {
  if (Value* old = object.find(key)) {
    *old = value;
  } else {
    append_member(arena, object, key, value);
  }
}

void append_item(Arena& arena, Value& array, Value value) {
  Value* grown = arena.new_items(array.size + 1);
  std::copy(array.items, array.items + array.size, grown);
  grown[array.size++] = value;
  array.items = grown;
}

bool drop(Value& object, std::string_view key) {
  Member* end = object.end_members();
  Member* found = std::find_if(object.members, end,
                               [&](const Member& m) { return m.key == key; });
  if (found == end) return false;
  std::copy(found + 1, end, found);
  --object.size;
  return true;
}

}  // namespace trunklift::generate
