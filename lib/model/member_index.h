// Finds members of objects that have many, without looking at all of them.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/key.h"

namespace trunklift {

struct Member;
struct Value;

// Stands in the arena in front of the members of an indexed Value. Copies of
// the Value share it together with the members. The table is only made after
// some lookups: most objects are never asked for a member by name.
struct MemberIndex {
  // Objects of more than this many members are indexed.
  static constexpr std::uint32_t few_members = 64;
  // So many looks through all members cost less than making the table.
  static constexpr std::uint32_t few_lookups = 8;

  static MemberIndex& of(Member* members) {
    return reinterpret_cast<MemberIndex*>(members)[-1];
  }
  // The number of slots in the table of an object with room for `capacity`
  // members.
  static std::size_t slots_for(std::size_t capacity);

  // See Value::find_member.
  Member* find(const Key& key, Member* members, std::uint32_t size);
  // Notes a member that was added behind `size` others.
  void added(Member* members, std::uint32_t size);
  // Notes that the member has another key now.
  void renamed(Member* member, Member* members, std::uint32_t size);
  void forget() { indexed = 0; }
  // Whether there is room behind `size` members that no copy has used.
  bool has_room(std::uint32_t size) const {
    return size < capacity && used <= size;
  }

  // The place of a member, from 1, by the hash of its key; 0 if none. If
  // several members have one key, the first.
  std::uint32_t* slots;
  std::uint32_t slot_count;
  std::uint32_t capacity;  // members that there is room for
  std::uint32_t used;      // the most that any Value uses of them
  std::uint32_t indexed;   // members in the table; 0: not made
  std::uint32_t filled;    // slots in use
  // Counted until the table is made.
  std::uint16_t lookups;
  bool has_repeated;  // a key is there twice

private:
  bool is_crowded() const { return filled >= slot_count / 4 * 3; }
  void make(Member* members, std::uint32_t size);
  std::uint32_t* slot_of(const Key& key, Member* members);
};
static_assert(sizeof(MemberIndex) % alignof(std::max_align_t) == 0);

}  // namespace trunklift
