// Lookup of the names that a schema asks for: one multiplication, one probe and
// one comparison in nearly all cases.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "model/key.h"

namespace trunklift::schema {

struct KeySlot {
  std::uint32_t hash = 0;
  std::uint32_t offset = 0;  // of the key in the pool
  std::uint32_t size = empty;
  std::uint32_t node = 0;
  std::uint32_t bit = 0;

  static constexpr std::uint32_t empty = 0xffffffff;
};

// Open addressing in a stretch of KeyTables::slots_; `seed` was chosen so that
// keys do not meet, where such a seed was found.
struct KeyTable {
  std::uint32_t first = 0;
  std::uint32_t mask = 0;  // 0: the table is empty
  std::uint32_t shift = 0;
  std::uint64_t seed = 0;
};

struct KeyEntry {
  std::string_view key;
  std::uint32_t node;
  std::uint32_t bit;
};

// All tables of a program.
class KeyTables {
public:
  // Keys differ from each other; they are copied.
  KeyTable add(const std::vector<KeyEntry>& entries);

  const KeySlot* find(const KeyTable& table, const Key& key) const {
    if (table.mask == 0) return nullptr;
    auto i = start(table, key);
    for (;; i = (i + 1) & table.mask) {
      const KeySlot& slot = slots_[table.first + i];
      if (slot.size == KeySlot::empty) return nullptr;
      if (slot.hash == key.hash() && slot.size == key.size() &&
          std::memcmp(pool_.data() + slot.offset, key.data(), slot.size) == 0) {
        return &slot;
      }
    }
  }

  // The slot that is a key's own.
  static std::uint32_t start(const KeyTable& table, const Key& key) {
    return static_cast<std::uint32_t>((key.hash() * table.seed) >>
                                      table.shift);
  }

private:
  std::vector<KeySlot> slots_;
  std::string pool_;
};

}  // namespace trunklift::schema
