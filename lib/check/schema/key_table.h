// Lookup of the names that a schema asks for: one multiplication, one probe and
// one comparison in nearly all cases.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace trunklift::schema {

// First and last eight bytes of a key (fewer of shorter ones): together with
// its length all there is of a key of up to 16 bytes, which most are.
struct KeyEnds {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;

  explicit KeyEnds(std::string_view key) {
    const std::size_t size = key.size();
    if (size >= 8) {
      std::memcpy(&head, key.data(), 8);
      std::memcpy(&tail, key.data() + size - 8, 8);
    } else if (size >= 4) {
      std::uint32_t half = 0;
      std::memcpy(&half, key.data(), 4);
      head = half;
      std::memcpy(&half, key.data() + size - 4, 4);
      tail = half;
    } else if (size > 0) {
      const auto byte = [&](std::size_t i) {
        return static_cast<std::uint64_t>(static_cast<unsigned char>(key[i]));
      };
      head = byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
    }
  }
  std::uint64_t mixed(std::size_t size) const {
    return (head ^ std::rotl(tail, 23)) + size * 0x9e3779b97f4a7c15U;
  }
};

struct KeySlot {
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
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

  const KeySlot* find(const KeyTable& table, std::string_view key) const {
    if (table.mask == 0) return nullptr;
    const KeyEnds ends(key);
    auto i = start(table, ends, key.size());
    for (;; i = (i + 1) & table.mask) {
      const KeySlot& slot = slots_[table.first + i];
      if (slot.size == KeySlot::empty) return nullptr;
      if (slot.head == ends.head && slot.tail == ends.tail &&
          slot.size == key.size() && (key.size() <= 16 || same(slot, key))) {
        return &slot;
      }
    }
  }

  // The slot that is a key's own.
  static std::uint32_t start(const KeyTable& table, const KeyEnds& ends,
                             std::size_t size) {
    return static_cast<std::uint32_t>((ends.mixed(size) * table.seed) >>
                                      table.shift);
  }

private:
  bool same(const KeySlot& slot, std::string_view key) const {
    return std::memcmp(pool_.data() + slot.offset, key.data(), slot.size) == 0;
  }

  std::vector<KeySlot> slots_;
  std::string pool_;
};

}  // namespace trunklift::schema
