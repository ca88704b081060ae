// Lookup of the names that a schema asks for: one multiplication, one probe and
// one comparison in nearly all cases.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "model/value.h"

namespace trunklift::schema {

struct KeySlot {
  Key key{std::string_view()};  // without data: the slot is free
  std::uint32_t node = 0;
  std::uint32_t bit = 0;
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
      if (!slot.key.data()) return nullptr;
      if (slot.key == key) return &slot;
    }
  }

  // The slot that is a key's own.
  static std::uint32_t start(const KeyTable& table, const Key& key) {
    return static_cast<std::uint32_t>((key.hash() * table.seed) >> table.shift);
  }

private:
  std::vector<KeySlot> slots_;
  Arena text_;  // of the keys
};

}  // namespace trunklift::schema
