// A table of small records by 128-bit hash, in memory and in files.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/hash.h"
#include "base/temp_file.h"

namespace trunklift {

// What several tables may use together. What is beyond `memory` bytes is in
// unnamed temporary files.
struct TableMemory {
  std::size_t limit;
  std::size_t in_memory = 0, in_files = 0;
};

// `Entry` is a record that is empty when all its bytes are zero. It has
// is_empty(), belongs_to(Hash128) and name(Hash128), which makes it one of that
// key, and can say its place among others: place() is a 64-bit number spread
// over the whole range, the same as Entry::place_of(key).
template <typename Entry>
class HashTable {
public:
  explicit HashTable(TableMemory& memory) : memory_(memory) {}

  // The entry of that key, made if there is none. Valid until the next call.
  struct Found {
    Entry& entry;
    bool is_new;
  };
  Found get(Hash128 key) {
    Part& part = parts_[key.high >> 56];
    if (part.used * 5 >= part.capacity * 4) grow(part);
    Entry& entry = *part.probe(Entry::place_of(key), [&](const Entry& other) {
      return other.belongs_to(key);
    });
    const bool is_new = entry.is_empty();
    if (is_new) {
      entry.name(key);
      ++part.used;
    }
    return {entry, is_new};
  }

  bool contains(Hash128 key) const {
    const Part& part = parts_[key.high >> 56];
    return part.capacity > 0 && !part.probe(Entry::place_of(key),
                                            [&](const Entry& other) {
                                              return other.belongs_to(key);
                                            })
                                     ->is_empty();
  }

private:
  static constexpr std::size_t first_bytes = 4000;  // almost a page

  // The table is in parts that grow one by one, so that growing it needs little
  // memory beyond what it has.
  struct Part {
    Mapping memory;
    std::size_t capacity = 0, used = 0;
    Entry* entries() const { return static_cast<Entry*>(memory.data()); }

    // The first entry from `place` on that is empty or the one looked for.
    template <typename Matches>
    Entry* probe(std::uint64_t place, const Matches& matches) const {
      __extension__ using Wide = unsigned __int128;
      auto at = static_cast<std::size_t>((Wide{place} * capacity) >> 64);
      Entry* const all = entries();
      while (!all[at].is_empty() && !matches(all[at])) {
        if (++at == capacity) at = 0;
      }
      return all + at;
    }
  };

  // By a quarter: between 64 and 80 % are in use.
  void grow(Part& part) {
    Part larger;
    larger.capacity = std::max(part.capacity + part.capacity / 4,
                               first_bytes / sizeof(Entry));
    larger.used = part.used;
    const std::size_t bytes = larger.capacity * sizeof(Entry);
    const bool fits = memory_.in_memory + bytes <= memory_.limit;
    larger.memory = Mapping(
        bytes, fits ? Mapping::Backing::memory : Mapping::Backing::file);
    (fits ? memory_.in_memory : memory_.in_files) += bytes;
    for (std::size_t i = 0; i < part.capacity; ++i) {
      const Entry& entry = part.entries()[i];
      if (entry.is_empty()) continue;
      *larger.probe(entry.place(), [](const Entry&) { return false; }) = entry;
    }
    const bool was_in_memory =
        part.memory.backing() == Mapping::Backing::memory;
    (was_in_memory ? memory_.in_memory : memory_.in_files) -=
        part.memory.size();
    std::swap(part, larger);
  }

  TableMemory& memory_;
  std::array<Part, 256> parts_;
};

// An entry of 16 bytes that is its key and nothing more.
struct HashKey {
  Hash128 key;

  static std::uint64_t place_of(Hash128 key) { return key.low; }
  std::uint64_t place() const { return key.low; }
  bool is_empty() const { return key == Hash128{}; }
  bool belongs_to(Hash128 other) const { return key == other; }
  void name(Hash128 its) { key = its; }
};

// 20 to 25 bytes a key.
using HashSet = HashTable<HashKey>;

}  // namespace trunklift
