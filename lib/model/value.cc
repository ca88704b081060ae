// A JSON value as it was written: construction, lookup, text.
#include "model/value.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <type_traits>
#include <unordered_map>

#include "base/text.h"

namespace trunklift {
namespace {

constexpr std::size_t first_block = 64 * 1024;
constexpr std::size_t largest_kept = 8 * 1024 * 1024;

// Blocks are reused without running destructors.
static_assert(std::is_trivially_destructible_v<Value>);
static_assert(std::is_trivially_destructible_v<Member>);

}  // namespace

std::string_view type_name(Type type) {
  switch (type) {
    case Type::null: return "null";
    case Type::boolean: return "boolean";
    case Type::integer: return "integer";
    case Type::real:
    case Type::big: return "number";
    case Type::string: return "string";
    case Type::array: return "array";
    case Type::object: return "object";
  }
  return "";
}

std::string Value::number_text() const {
  return type == Type::integer ? std::to_string(integer)
                               : std::string(text, size);
}

void Arena::reset() {
  if (blocks_.size() > 1) {
    // All becomes one block that would have held everything. After a giant
    // document its memory is given back.
    std::size_t total = 0;
    for (const Block& block : blocks_) total += block.size;
    blocks_.clear();
    if (total <= largest_kept) {
      blocks_.push_back(
          {std::make_unique_for_overwrite<std::byte[]>(total), total});
    }
  }
  block_ = 0;
  used_ = 0;
  bytes_ = 0;
}

void* Arena::allocate_elsewhere(std::size_t bytes) {
  while (block_ < blocks_.size() && used_ + bytes > blocks_[block_].size) {
    ++block_;
    used_ = 0;
  }
  if (block_ == blocks_.size()) {
    const std::size_t doubled =
        blocks_.empty() ? first_block : blocks_.back().size * 2;
    const std::size_t size = std::max(bytes, doubled);
    blocks_.push_back(
        {std::make_unique_for_overwrite<std::byte[]>(size), size});
  }
  void* place = blocks_[block_].memory.get() + used_;
  used_ += bytes;
  return place;
}

std::string_view Arena::copy(std::string_view text) {
  if (text.empty()) return {"", 0};
  char* place = new_text(text.size());
  std::memcpy(place, text.data(), text.size());
  return {place, text.size()};
}

void Arena::make_room(Value& object, std::size_t count) {
  object.indexed = count > MemberIndex::few_members;
  if (!object.indexed) {
    object.members = new_members(count);
    return;
  }
  const std::size_t slots = MemberIndex::slots_for(count);
  auto* index = static_cast<MemberIndex*>(
      allocate(sizeof(MemberIndex) + count * sizeof(Member)));
  *index = {.slots = static_cast<std::uint32_t*>(
                allocate(slots * sizeof(std::uint32_t))),
            .slot_count = static_cast<std::uint32_t>(slots),
            .capacity = static_cast<std::uint32_t>(count),
            .used = 0,
            .indexed = 0,
            .filled = 0,
            .lookups = 0,
            .has_repeated = false};
  object.members = reinterpret_cast<Member*>(index + 1);
}

Value Arena::clone(const Value& value) {
  Value out = value;
  switch (value.type) {
    case Type::string:
    case Type::real:
    case Type::big: out.text = copy(value.string()).data(); break;
    case Type::array:
      out.items = new_items(value.size);
      for (std::uint32_t i = 0; i < value.size; ++i) {
        out.items[i] = clone(value.items[i]);
      }
      break;
    case Type::object:
      make_room(out, value.size);
      for (std::uint32_t i = 0; i < value.size; ++i) {
        out.members[i] = {copy(value.members[i].key),
                          clone(value.members[i].value)};
      }
      break;
    default: break;
  }
  return out;
}

void remove_member(Value& object, const Member& member) {
  Member* place = object.members + (&member - object.members);
  std::copy(place + 1, object.end_members(), place);
  keep_members(object, object.end_members() - 1);
}

void keep_members(Value& object, const Member* end) {
  object.size = static_cast<std::uint32_t>(end - object.members);
  if (object.indexed) MemberIndex::of(object.members).forget();
  // Objects with more members have nearly all bits anyway.
  if (object.size > MemberIndex::few_members) return;
  object.keys = 0;
  for (const Member& left : members(object)) {
    object.keys |= Value::key_bit(left.key);
  }
}

Value& add_member(Value& object, Arena& arena, const Key& key,
                  const Value& value) {
  object.keys |= Value::key_bit(key);
  // There is room behind the last member unless a copy of the object uses it.
  const bool has_room =
      object.indexed && MemberIndex::of(object.members).has_room(object.size);
  if (!has_room) {
    const Member* before = object.members;
    const bool many = object.size >= MemberIndex::few_members;
    arena.make_room(object, many ? std::size_t{2} * object.size
                                 : std::size_t{object.size} + 1);
    std::copy(before, before + object.size, object.members);
  }
  object.members[object.size] = {key, value};
  if (object.indexed) {
    MemberIndex::of(object.members).added(object.members, object.size);
  }
  return object.members[object.size++].value;
}

void rename_member(Value& object, Member& member, const Key& key) {
  member.key = key;
  object.keys |= Value::key_bit(key);
  if (!object.indexed) return;
  MemberIndex::of(object.members).renamed(&member, object.members, object.size);
}

void append_json(std::string& out, const Value& value) {
  switch (value.type) {
    case Type::null: out += "null"; return;
    case Type::boolean: out += value.truth ? "true" : "false"; return;
    case Type::integer: out += std::to_string(value.integer); return;
    case Type::real:
    case Type::big: out.append(value.text, value.size); return;
    case Type::string: append_json_string(out, value.string()); return;
    case Type::array: {
      out += '[';
      for (const Value& item : items(value)) {
        if (&item != value.items) out += ',';
        append_json(out, item);
      }
      out += ']';
      return;
    }
    case Type::object: {
      out += '{';
      for (const Member& member : members(value)) {
        if (&member != value.members) out += ',';
        append_json_string(out, member.key);
        out += ':';
        append_json(out, member.value);
      }
      out += '}';
      return;
    }
  }
}

std::string to_json(const Value& value) {
  std::string out;
  append_json(out, value);
  return out;
}

namespace {

// Finds members of an object, each first at the place where it is expected,
// then by an index that is made when needed.
class MemberFinder {
public:
  explicit MemberFinder(const Value& object) : object_(object) {}

  const Value* find(const Key& key, std::size_t place) {
    if (object_.members[place].key == key) return &object_.members[place].value;
    constexpr std::uint32_t few_members = 32;
    if (object_.size <= few_members) return object_.find(key);
    if (by_key_.empty()) {
      for (const Member& member : members(object_)) {
        by_key_.emplace(member.key, &member.value);
      }
    }
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second;
  }

private:
  const Value& object_;
  std::unordered_map<std::string_view, const Value*> by_key_;
};

bool equal_members(const Value& a, const Value& b) {
  if (a.size != b.size) return false;
  MemberFinder other(b);
  for (std::size_t i = 0; i < a.size; ++i) {
    const Member& member = a.members[i];
    const Value* value = other.find(member.key, i);
    if (!value || !equal_json(member.value, *value)) return false;
  }
  return true;
}

}  // namespace

bool equal_json(const Value& a, const Value& b) {
  if (a.type != b.type) return false;
  switch (a.type) {
    case Type::null: return true;
    case Type::boolean: return a.truth == b.truth;
    case Type::integer: return a.integer == b.integer;
    case Type::real:
    case Type::big:
    case Type::string: return a.string() == b.string();
    case Type::array:
      return std::equal(a.items, a.items + a.size, b.items, b.items + b.size,
                        equal_json);
    case Type::object: return equal_members(a, b);
  }
  return false;
}

}  // namespace trunklift
