// Lookup of the names that a schema asks for: making the tables.
#include "schema/key_table.h"

#include <algorithm>
#include <bit>

namespace trunklift::schema {
namespace {

// How many keys do not get the slot that is theirs.
std::size_t collisions(const std::vector<KeyEntry>& entries,
                       const KeyTable& table) {
  std::vector<bool> taken(table.mask + 1U);
  std::size_t count = 0;
  for (const KeyEntry& entry : entries) {
    const auto i = KeyTables::start(table, entry.key);
    count += taken[i];
    taken[i] = true;
  }
  return count;
}

}  // namespace

KeyTable KeyTables::add(const std::vector<KeyEntry>& entries) {
  KeyTable table;
  if (entries.empty()) return table;
  // At most half full, so that a probe for an unknown key soon ends.
  const std::size_t size = std::bit_ceil(entries.size() * 2 + 1);
  table.first = static_cast<std::uint32_t>(slots_.size());
  table.mask = static_cast<std::uint32_t>(size - 1);
  table.shift = static_cast<std::uint32_t>(64 - std::countr_zero(size));
  std::size_t fewest = entries.size() + 1;
  std::uint64_t seed = 0x9e3779b97f4a7c15U;
  const int attempts = entries.size() <= 256 ? 256 : 4;
  for (int i = 0; i < attempts && fewest > 0; ++i) {
    KeyTable candidate = table;
    candidate.seed = seed | 1;
    const std::size_t count = collisions(entries, candidate);
    if (count < fewest) {
      fewest = count;
      table.seed = candidate.seed;
    }
    seed = seed * 6364136223846793005U + 1442695040888963407U;
  }
  slots_.resize(slots_.size() + size);
  for (const KeyEntry& entry : entries) {
    const Key key = text_.copy(entry.key);
    auto i = start(table, key);
    while (slots_[table.first + i].key.data()) i = (i + 1) & table.mask;
    slots_[table.first + i] = {key, entry.node, entry.bit};
  }
  return table;
}

}  // namespace trunklift::schema
