// Which version of a document counts, when an input holds several.
#include "ledger/versions.h"

#include <algorithm>
#include <utility>

namespace trunklift {
namespace {

constexpr std::size_t first_capacity = 100;  // entries; almost a page

// Nobody revises a document that often.
constexpr std::uint64_t last_generation = (std::uint64_t{1} << 56) - 1;

Rank limited(Rank rank) {
  rank.generation = std::min(rank.generation, last_generation);
  return rank;
}

}  // namespace

void Versions::Entry::set(const Rank& rank) {
  generation = rank.generation & last_generation;
  revision = rank.revision;
  content = rank.content;
}

Versions::Entry& Versions::Part::find(Hash128 key) const {
  // The key is a hash: its share of the range is its place in the table.
  __extension__ using Wide = unsigned __int128;
  auto at = static_cast<std::size_t>((Wide{key.low} * capacity) >> 64);
  Entry* const all = entries();
  while (all[at].used && all[at].key != key) {
    if (++at == capacity) at = 0;
  }
  return all[at];
}

void Versions::grow(Part& part) {
  Part larger;
  larger.capacity = std::max(part.capacity + part.capacity / 2, first_capacity);
  larger.used = part.used;
  const std::size_t bytes = larger.capacity * sizeof(Entry);
  const bool fits = in_memory_ + bytes <= memory_;
  larger.memory =
      Mapping(bytes, fits ? Mapping::Backing::memory : Mapping::Backing::file);
  (fits ? in_memory_ : in_files_) += bytes;
  for (std::size_t i = 0; i < part.capacity; ++i) {
    const Entry& entry = part.entries()[i];
    if (entry.used) larger.find(entry.key) = entry;
  }
  const bool was_in_memory = part.memory.backing() == Mapping::Backing::memory;
  (was_in_memory ? in_memory_ : in_files_) -= part.memory.size();
  std::swap(part, larger);
}

Versions::Verdict Versions::offer(Hash128 key, const Rank& offered) {
  const Rank rank = limited(offered);
  Part& part = part_of(key);
  if (part.used * 5 >= part.capacity * 4) grow(part);
  Entry& entry = part.find(key);
  if (!entry.used) {
    entry.key = key;
    entry.set(rank);
    entry.used = 1;
    entry.bucket = static_cast<std::uint8_t>(Bucket::skipped) & 0x7F;
    ++part.used;
    return Verdict::first;
  }
  if (rank <= entry.rank()) return Verdict::worse;
  entry.set(rank);
  return Verdict::better;
}

Bucket Versions::note(Hash128 key, Bucket bucket) {
  Entry& entry = part_of(key).find(key);
  const auto before = static_cast<Bucket>(entry.bucket);
  entry.bucket = static_cast<std::uint8_t>(bucket) & 0x7F;
  return before;
}

Hash128 version_key(const Identity& identity) {
  FieldHash key;
  key.add(identity.account_id);
  key.add(static_cast<std::int64_t>(identity.kind));
  if (identity.kind == Kind::trunkstore || identity.kind == Kind::number) {
    key.add(identity.document_id);
  }
  return key.finish();
}

}  // namespace trunklift
