// Tables hold the best rank so far by the hash of the document.
#include "ledger/versions.h"

#include <algorithm>

namespace trunklift {
namespace {

// Higher generations count as this one; no document is revised so often.
constexpr std::uint64_t last_generation = (std::uint64_t{1} << 56) - 1;

Rank limited(Rank rank) {
  rank.generation = std::min(rank.generation, last_generation);
  return rank;
}

Hash128 ancestor_key(Hash128 key, const Rank& rank) {
  const std::uint64_t parts[] = {key.high, key.low, rank.generation,
                                 rank.revision};
  return hash128({reinterpret_cast<const char*>(parts), sizeof parts});
}

// Maps a character of a revision's hash to 4 bits and keeps the order.
std::uint64_t nibble(std::uint64_t character) {
  if (character < '0') return 0;
  if (character <= '9') return character - '0';
  if (character < 'a') return 9;
  return std::min<std::uint64_t>(character - 'a' + 10, 15);
}

// 16 bits of the generation, the first six digits of the revision's hash, and
// 24 bits of the contents' hash. The results are in the same order as ranks.
std::uint64_t number_rank(const Rank& rank) {
  std::uint64_t out = std::min<std::uint64_t>(rank.generation, 0xFFFF);
  for (int shift = 56; shift >= 16; shift -= 8) {
    out = out << 4 | nibble(rank.revision >> shift & 0xFF);
  }
  return std::max<std::uint64_t>(out << 24 | rank.content >> 40, 1);
}

}  // namespace

void Versions::Entry::set(const Rank& rank) {
  generation = rank.generation & last_generation;
  revision = rank.revision;
  content = rank.content;
}

Versions::Verdict Versions::offer(Hash128 key, const Rank& offered) {
  const Rank rank = limited(offered);
  const auto [entry, is_new] = documents_.get(key);
  if (is_new) {
    entry.bucket = static_cast<std::uint8_t>(Bucket::skipped) & 0x3F;
  } else if (entry.yields) {
    if (!entry.has_revision_of(rank) &&
        ancestors_.contains(ancestor_key(key, rank))) {
      return Verdict::worse;
    }
    entry.yields = 0;
  } else if (rank <= entry.rank()) {
    return Verdict::worse;
  }
  entry.set(rank);
  return is_new ? Verdict::first : Verdict::better;
}

Versions::Verdict Versions::offer_deleted(Hash128 key, const Rank& offered,
                                          const std::vector<Rank>& ancestors) {
  if (ancestors.empty()) return offer(key, offered);
  for (const Rank& ancestor : ancestors) {
    ancestors_.get(ancestor_key(key, limited(ancestor)));
  }
  const Rank rank = limited(offered);
  const auto [entry, is_new] = documents_.get(key);
  if (is_new) {
    entry.bucket = static_cast<std::uint8_t>(Bucket::skipped) & 0x3F;
  } else if (entry.yields) {
    if (rank <= entry.rank()) return Verdict::worse;
  } else if (entry.has_revision_of(rank) ||
             !ancestors_.contains(ancestor_key(key, entry.rank()))) {
    return Verdict::worse;
  }
  entry.set(rank);
  entry.yields = 1;
  return is_new ? Verdict::first : Verdict::better;
}

Versions::Verdict Versions::offer_number(Hash128 key, const Rank& offered) {
  const std::uint64_t rank = number_rank(offered);
  const auto [entry, is_new] = numbers_.get(key);
  if (!is_new && rank <= entry.rank) return Verdict::worse;
  entry.rank = rank;
  return is_new ? Verdict::first : Verdict::better;
}

bool Versions::counts(Hash128 key, const Rank& rank) {
  return documents_.get(key).entry.rank() == limited(rank);
}

Bucket Versions::note(Hash128 key, Bucket bucket) {
  Entry& entry = documents_.get(key).entry;
  const auto before = static_cast<Bucket>(entry.bucket);
  entry.bucket = static_cast<std::uint8_t>(bucket) & 0x3F;
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
