// Which version of a document counts, when an input holds several.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/hash_table.h"
#include "model/balance.h"
#include "model/document.h"

namespace trunklift {

// In tables that are 64 to 80 % full: 50 to 63 bytes a document, 20 to 25 a
// number document, of which there is one a number. What is beyond `memory`
// bytes is in unnamed temporary files.
class Versions {
public:
  enum class Verdict : std::uint8_t {
    first,   // no other version so far
    better,  // counts instead of an earlier one
    worse,   // an earlier one counts
  };

  explicit Versions(std::size_t memory) : memory_{memory} {}

  // `key` names the document; the answer depends on ranks only, so the version
  // that counts in the end does not depend on the order.
  Verdict offer(Hash128 key, const Rank& rank);

  // The same of a document that is deleted. One that lists its ancestors takes
  // the place of those alone, in whatever order they come: CouchDB keeps the
  // branch of a conflict that is not deleted, however many revisions the other
  // one has. Of one revision the version that is not deleted counts.
  Verdict offer_deleted(Hash128 key, const Rank& rank,
                        const std::vector<Rank>& ancestors);

  // The same of number documents, of which less is kept: of 5 million, two are
  // taken for one another with a chance of 1 in 10^9, and versions of the same
  // revision are told apart by 24 bits of their content.
  Verdict offer_number(Hash128 key, const Rank& rank);

  // Whether the version that counts, of those offered, has that rank.
  bool counts(Hash128 key, const Rank& rank);

  // Notes the bucket in which the version that counts was counted. Returns what
  // was noted before; `skipped` at first.
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
    std::uint64_t yields : 1;  // deleted, to versions it does not descend from

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
    std::uint64_t key;   // with the part of the table it is in: 72 bits
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
  HashTable<NumberEntry> ancestors_{memory_};  // of what yields
};

// The key of a document within its account; of context, one an account or
// number, whatever the id of the document.
Hash128 version_key(const Identity& identity);

}  // namespace trunklift
