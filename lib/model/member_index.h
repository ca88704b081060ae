// Finds members of objects that have many, without looking at all of them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/key.h"

namespace trunklift {

struct Member;
struct Value;

// Stands in the arena in front of the members of an indexed Value. Copies of
// the Value share it, as they do the members. It is made when it is worth it:
// most objects are never asked for a member by name.
struct MemberIndex {
  // Objects of more than this many members are indexed.
  static constexpr std::uint32_t few_members = 64;
  // A look through all members costs less than making the index.
  static constexpr std::uint32_t few_lookups = 8;

  static MemberIndex& of(Member* members) {
    return reinterpret_cast<MemberIndex*>(members)[-1];
  }
  // Room for so many members behind the index, and for the table, which has
  // `slots_for(capacity)` slots.
  static std::size_t slots_for(std::size_t capacity);

  // See Value::find_member.
  Member* find(const Key& key, Member* members, std::uint32_t size);
  // That there is one more, behind so many.
  void added(Member* members, std::uint32_t size);
  // That the member has another key now.
  void renamed(Member* member, Member* members, std::uint32_t size);
  void forget() { indexed = 0; }
  // Whether nothing stands behind the last of so many members.
  bool has_room(std::uint32_t size) const {
    return size < capacity && used <= size;
  }

  // By the hash of its key, a member's place from 1, or 0. The first of
  // several with one key.
  std::uint32_t* slots;
  std::uint32_t slot_count;
  std::uint32_t capacity;  // members that there is room for
  std::uint32_t used;      // of them, by whichever Value has the most
  std::uint32_t indexed;   // how many the table knows; 0: it is to be made
  std::uint32_t filled;    // slots
  // Until the table is made.
  std::uint16_t lookups;
  bool has_repeated;  // keys

private:
  bool is_crowded() const { return filled >= slot_count / 4 * 3; }
  void make(Member* members, std::uint32_t size);
  std::uint32_t* slot_of(const Key& key, Member* members);
};
static_assert(sizeof(MemberIndex) % alignof(std::max_align_t) == 0);

}  // namespace trunklift
