// A JSON value as it was written, types and number text and all: the view of a
// document that every stage after parsing works on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/key.h"
#include "model/member_index.h"

namespace trunklift {

enum class Type : std::uint8_t {
  null,
  boolean,
  integer,  // fits a signed 64-bit integer
  real,     // has a fraction or an exponent, and fits a double
  big,      // any other number: only its text is known
  string,
  array,
  object,
};

// "null", "boolean", "integer", "number", "string", "array", "object".
std::string_view type_name(Type type);

struct Member;

// 24 bytes; children and text are owned by an Arena or by the parser, and live
// as long as the document they belong to. Copying a Value is shallow.
struct Value {
  Type type = Type::null;
  bool truth = false;  // of a boolean
  // Set by `bind` on what has found a home in a record; what is left over goes
  // to `extra`. See check/bind.h.
  bool taken = false;
  // A MemberIndex stands in front of the members, if this is an object.
  bool indexed = false;
  std::uint32_t size = 0;  // bytes of text, or number of children
  union {
    std::int64_t integer = 0;
    double real;
    // For an object, the bits (key_bit) of all its keys, perhaps more. They
    // save the search for most keys that are not there.
    std::uint64_t keys;
  };
  union {
    const char* text = nullptr;  // string contents, or text of real and big
    Value* items;                // of an array
    Member* members;             // of an object, in written order
  };

  bool is(Type t) const { return type == t; }
  bool is_number() const {
    return type == Type::integer || type == Type::real || type == Type::big;
  }
  std::string_view string() const { return {text, size}; }
  // The contents when this is a string, else "".
  std::string_view string_or_empty() const {
    return type == Type::string ? string() : std::string_view{};
  }
  // A number exactly as written (an integer in its shortest form).
  std::string number_text() const;

  Value* begin_items() const { return items; }
  Value* end_items() const { return items + size; }
  Member* begin_members() const { return members; }
  inline Member* end_members() const;

  static constexpr std::uint64_t key_bit(const Key& key) {
    return std::uint64_t{1} << (key.hash() % 64);
  }

  // The first member with that key (the platform's reader takes the first of
  // duplicates too), or nullptr; nullptr for anything but an object.
  inline Value* find(const Key& key) const;
  inline Member* find_member(const Key& key) const;

  static Value of(bool b) {
    Value v;
    v.type = Type::boolean;
    v.truth = b;
    return v;
  }
  static Value of(std::int64_t i) {
    Value v;
    v.type = Type::integer;
    v.integer = i;
    return v;
  }
  static Value of(std::string_view s) {  // `s` must outlive the Value
    Value v;
    v.type = Type::string;
    v.text = s.data();
    v.size = static_cast<std::uint32_t>(s.size());
    return v;
  }
  static Value empty_object() {
    Value v;
    v.type = Type::object;
    v.keys = 0;
    v.members = nullptr;
    return v;
  }
  static Value empty_array() {
    Value v;
    v.type = Type::array;
    v.items = nullptr;
    return v;
  }
};

struct Member {
  Key key;
  Value value;
};

inline Member* Value::end_members() const { return members + size; }

inline Value* Value::find(const Key& key) const {
  if (type != Type::object || !(keys & key_bit(key))) return nullptr;
  if (indexed) {
    Member* found = MemberIndex::of(members).find(key, members, size);
    return found ? &found->value : nullptr;
  }
  for (Member& member : std::span(members, size)) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

inline Member* Value::find_member(const Key& key) const {
  if (indexed) return MemberIndex::of(members).find(key, members, size);
  if (type != Type::object) return nullptr;
  for (Member& member : std::span(members, size)) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

// The members or items of a value, for range-for.
struct MemberRange {
  Member* first;
  Member* last;
  Member* begin() const { return first; }
  Member* end() const { return last; }
};
struct ItemRange {
  Value* first;
  Value* last;
  Value* begin() const { return first; }
  Value* end() const { return last; }
};
inline MemberRange members(const Value& v) {
  if (!v.is(Type::object)) return {nullptr, nullptr};
  return {v.members, v.members + v.size};
}
inline ItemRange items(const Value& v) {
  if (!v.is(Type::array)) return {nullptr, nullptr};
  return {v.items, v.items + v.size};
}

// Bump allocator, one a thread, reset for each document: after warm-up a
// document costs no allocation.
class Arena {
public:
  void reset();
  std::string_view copy(std::string_view text);
  // Room for `count` of them, not initialized.
  Value* new_items(std::size_t count);
  Member* new_members(std::size_t count);
  // Gives an object room for `count` members, and an index if they are many.
  void make_room(Value& object, std::size_t count);
  char* new_text(std::size_t bytes);

  // Bytes handed out since the reset.
  std::size_t bytes() const { return bytes_; }

  // Deep copy of `value`, text included.
  Value clone(const Value& value);

private:
  static constexpr std::size_t alignment = alignof(std::max_align_t);
  void* allocate(std::size_t bytes) {
    bytes = (bytes + alignment - 1) / alignment * alignment;
    bytes_ += bytes;
    if (block_ < blocks_.size() && bytes <= blocks_[block_].size - used_) {
      void* place = blocks_[block_].memory.get() + used_;
      used_ += bytes;
      return place;
    }
    return allocate_elsewhere(bytes);
  }
  void* allocate_elsewhere(std::size_t bytes);

  struct Block {
    std::unique_ptr<std::byte[]> memory;
    std::size_t size;
  };
  std::vector<Block> blocks_;
  std::size_t block_ = 0;
  std::size_t used_ = 0;
  std::size_t bytes_ = 0;
};

// Edits of an object, in place. The views handed in must live as long as the
// arena.
void remove_member(Value& object, const Member& member);
// Keeps the members before `end` and forgets the others.
void keep_members(Value& object, const Member* end);
Value& add_member(Value& object, Arena& arena, const Key& key,
                  const Value& value);
void rename_member(Value& object, Member& member, const Key& key);

inline Value* Arena::new_items(std::size_t count) {
  return static_cast<Value*>(allocate(count * sizeof(Value)));
}

inline Member* Arena::new_members(std::size_t count) {
  return static_cast<Member*>(allocate(count * sizeof(Member)));
}

inline char* Arena::new_text(std::size_t bytes) {
  return static_cast<char*>(allocate(bytes));
}

// Compact JSON. Number text is kept, so value -> text -> value is lossless.
void append_json(std::string& out, const Value& value);
std::string to_json(const Value& value);

// The same JSON text up to the order of members and white space: 1.0 and 1 are
// different here (the schema engine has its own, mathematical, comparison).
bool equal_json(const Value& a, const Value& b);

}  // namespace trunklift
