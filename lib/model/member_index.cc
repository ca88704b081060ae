// An open hash table of places, with linear probing.
#include "model/member_index.h"

#include <algorithm>
#include <bit>
#include <random>

#include "base/hash.h"
#include "model/value.h"

namespace trunklift {
namespace {

// The seed is random, so nobody can write documents with keys that collide. The
// hash of a Key only covers its ends.
std::uint64_t hash_of(std::string_view key) {
  static const std::uint64_t seed = [] {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  }();
  return hash64(key, seed);
}

}  // namespace

std::size_t MemberIndex::slots_for(std::size_t capacity) {
  return std::bit_ceil(2 * capacity);
}

// Finds the slot of the key, or the empty slot where it would go.
std::uint32_t* MemberIndex::slot_of(const Key& key, Member* members) {
  std::size_t at = hash_of(key.text());
  for (;; ++at) {
    std::uint32_t& slot = slots[at & (slot_count - 1)];
    if (slot == 0 || members[slot - 1].key == key) return &slot;
  }
}

void MemberIndex::make(Member* members, std::uint32_t size) {
  std::fill_n(slots, slot_count, 0);
  filled = 0;
  has_repeated = false;
  for (std::uint32_t i = 0; i < size; ++i) {
    std::uint32_t* slot = slot_of(members[i].key, members);
    has_repeated |= *slot != 0;
    if (*slot != 0) continue;
    *slot = i + 1;
    ++filled;
  }
  indexed = size;
}

Member* MemberIndex::find(const Key& key, Member* members, std::uint32_t size) {
  if (indexed != size) {
    if (lookups < few_lookups) {
      ++lookups;
      Member* end = members + size;
      Member* found = std::find_if(
          members, end, [&](const Member& each) { return each.key == key; });
      return found == end ? nullptr : found;
    }
    make(members, size);
  }
  const std::uint32_t place = *slot_of(key, members);
  return place == 0 ? nullptr : members + (place - 1);
}

void MemberIndex::added(Member* members, std::uint32_t size) {
  used = size + 1;
  if (indexed != size) return;
  if (is_crowded()) return forget();
  std::uint32_t* slot = slot_of(members[size].key, members);
  has_repeated |= *slot != 0;
  filled += *slot == 0;
  if (*slot == 0) *slot = size + 1;
  indexed = size + 1;
}

// The slot of the old key stays, and no key matches it any more. The table is
// made anew before such slots fill it.
void MemberIndex::renamed(Member* member, Member* members, std::uint32_t size) {
  if (indexed != size) return;
  if (has_repeated || is_crowded()) return forget();
  const auto place = static_cast<std::uint32_t>(member - members) + 1;
  std::uint32_t* slot = slot_of(member->key, members);
  if (*slot == 0) {
    *slot = place;
    ++filled;
  } else if (*slot != place) {
    forget();
  }
}

}  // namespace trunklift
