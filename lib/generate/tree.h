// Building and editing Value trees: what the model leaves out on purpose.
#pragma once

#include <initializer_list>
#include <string_view>

#include "model/value.h"

namespace trunklift::generate {

// Not `Value::of`, whose overloads turn a literal into a boolean.
inline Value word(std::string_view text) { return Value::of(text); }
inline Value figure(std::int64_t value) { return Value::of(value); }
inline Value null() { return {}; }
inline Value text(Arena& arena, std::string_view text) {
  return Value::of(arena.copy(text));
}

Value object_of(Arena& arena, std::initializer_list<Member> members);
Value array_of(Arena& arena, std::initializer_list<Value> items);

// An object with room for `capacity` members, filled by `add`.
class ObjectMaker {
public:
  ObjectMaker(Arena& arena, std::size_t capacity);
  void add(std::string_view key, Value value);
  Value done() const { return object_; }

private:
  Value object_;
};

// Sets or appends a member; pointers into the object become stale.
void put(Arena& arena, Value& object, std::string_view key, Value value);

// Appends without looking for the key: this is how a key gets to be twice.
void append_member(Arena& arena, Value& object, std::string_view key,
                   Value value);
void append_item(Arena& arena, Value& array, Value value);

// False if there was no such member.
bool drop(Value& object, std::string_view key);

}  // namespace trunklift::generate
