// Decides which version of a document counts if the inputs hold several.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/balance.h"
#include "model/document.h"

namespace trunklift {

// The tables are 64 to 80 % full, so they take 50 to 63 bytes for each document
// and 20 to 25 for each number document. Beyond `memory` bytes, they are in
// unnamed temporary files.
class Versions {
public:
  enum class Verdict : std::uint8_t {
    first,   // no other version so far
    better,  // counts instead of an earlier one
    worse,   // an earlier one counts
  };

  explicit Versions(std::size_t memory) : memory_{memory} {}

  // Offers a version of the document that `key` names. Only ranks decide, so
  // the version that counts in the end does not depend on the order.
  Verdict offer(Hash128 key, const Rank& rank);

  // The same for a deleted version. If it lists its ancestors, it replaces only
  // these, in whatever order they come: CouchDB keeps the branch of a conflict
  // that is not deleted, however many revisions the other branch has. Of the
  // same revision, the version that is not deleted counts.
  Verdict offer_deleted(Hash128 key, const Rank& rank,
                        const std::vector<Rank>& ancestors);

  // The same for number documents, with smaller entries. The chance that any
  // two of 5 million documents are taken for one is 1 in 10^9. Versions of the
  // same revision are compared by 24 bits of their contents' hash.
  Verdict offer_number(Hash128 key, const Rank& rank);

  // Whether the version that counts so far has that rank.
  bool counts(Hash128 key, const Rank& rank);

  // Notes the bucket in which the version that counts was counted. Returns the
  // bucket noted before; `skipped` at first.
  Bucket note(Hash128 key, Bucket bucket);

  std::size_t bytes() const { return memory_.in_memory + memory_.in_files; }
  std::size_t bytes_in_files() const { return memory_.in_files; }

private:
  struct Entry {
    Hash128 key;
    std::uint64_t revision, content;
    std::uint64_t generation : 56;
    std::uint64_t used : 1;
    std::uint64_t bucket : 6;
    std::uint64_t yields : 1;  // deleted; other branches replace it

    Rank rank() const { return {generation, revision, content}; }
    bool has_revision_of(const Rank& rank) const {
      return generation == rank.generation && revision == rank.revision;
    }
    void set(const Rank& rank);

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return key.low; }
    bool is_empty() const { return !used; }
    bool belongs_to(Hash128 other) const { return key == other; }
    void name(Hash128 its) {
      key = its;
      used = 1;
    }
  };
  static_assert(sizeof(Entry) == 40);

  struct NumberEntry {
    std::uint64_t key;   // 72 bits, with the part of the table
    std::uint64_t rank;  // see number_rank; never 0

    static std::uint64_t place_of(Hash128 key) { return key.low; }
    std::uint64_t place() const { return key; }
    bool is_empty() const { return rank == 0; }
    bool belongs_to(Hash128 other) const { return key == other.low; }
    void name(Hash128 its) {
      key = its.low;
      rank = 1;
    }
  };
  static_assert(sizeof(NumberEntry) == 16);

  TableMemory memory_;
  HashTable<Entry> documents_{memory_};
  HashTable<NumberEntry> numbers_{memory_};
  HashTable<NumberEntry> ancestors_{memory_};  // of versions that yield
};

// The key of a document of an account. Account documents share one key, and so
// do limits documents, whatever their ids.
Hash128 version_key(const Identity& identity);

}  // namespace trunklift
